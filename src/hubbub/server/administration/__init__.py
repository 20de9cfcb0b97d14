"""The page of the site's owner, in the product. A host project has an administration of its own."""
