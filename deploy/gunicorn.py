"""How gunicorn serves the portal, in the demo, in the drills and in the container image."""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "3"))
# Sync workers: `timeout` then bounds every request, so that a frozen database cannot hold a worker for ever.
worker_class = "sync"
preload_app = True  # read once and shared; nothing is opened before the workers part
timeout = 30
graceful_timeout = 20
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # a read-only root has no /tmp to beat in
control_socket_disable = True
accesslog = None  # the portal logs requests itself, without addresses of people
forwarded_allow_ips = (
    "*"  # whose word is taken about a client is TRUSTED_PROXIES' matter, in clinic/proxies.py
)
