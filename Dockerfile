# The portal's image: built in stages, run as nobody special, on a read-only root file system.

FROM node:24-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY clinic/frontend clinic/frontend
RUN npm run build

FROM python:3.13-slim-bookworm AS packages
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/var/lib/portal/media STATIC_ROOT=/app/build/collected \
    KEPT_PAGES_ROOT=/var/lib/portal/kept-pages
RUN useradd --system --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal /var/lib/portal/media /var/lib/portal/kept-pages
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=front-end /app/build/static build/static
RUN python -m clinic.translations
# The settings of this one command reach nothing and are kept nowhere.
RUN SITE_URL=http://localhost:8000 DATABASE_URL=postgresql://nobody@nowhere/none EMAIL_URL=console: \
    DEFAULT_FROM_EMAIL=nobody@localhost SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    python manage.py collectstatic --noinput
USER portal
EXPOSE 8000
ENTRYPOINT ["/app/deploy/entrypoint"]
CMD ["web"]
