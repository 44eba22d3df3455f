"""From a page's HTML to its visible text, with what the tree tells about every line."""
