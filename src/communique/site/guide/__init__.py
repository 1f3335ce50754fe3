"""The guidelines and the codebook as pages. Labels and values have an anchor each.

Addresses are relative to the folder of the site.
"""

from communique.site.guide.anchors import guideline_path, label_link, value_link
from communique.site.guide.pages import guide_pages

__all__ = ["guide_pages", "guideline_path", "label_link", "value_link"]
