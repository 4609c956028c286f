"""Who may open a staff page."""

from functools import wraps

from django.core.exceptions import PermissionDenied


def requires(*permissions):
    """Open a page only to those who hold every named permission, such as `people.view_patient`.

    Signing in is asked for by `LoginRequiredMiddleware`; what is left here is the right to
    this page. Raises `PermissionDenied`, which the site answers with its own 403 page.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
