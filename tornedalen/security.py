"""What a browser may do on a page of ours: scripts, styles and pictures from here only."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "manifest-src": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [NONE],
}
# Wagtail's own screens hold inline scripts without a nonce (date and snippet choosers), and preview
# shows the site in a frame: the CMS gets the loosest policy that still keeps every other host out.
CMS_POLICY = "; ".join(
    (
        f"default-src {SELF}",
        f"script-src {SELF} {UNSAFE_INLINE}",
        f"style-src {SELF} {UNSAFE_INLINE}",
        f"img-src {SELF} data: blob:",
        f"form-action {SELF}",
        "base-uri 'none'",
        "object-src 'none'",
        f"frame-ancestors {SELF}",
    )
)
# What people upload: shown or loaded down, never run. nginx says the same in production.
FILE_POLICY = "default-src 'none'; sandbox"
