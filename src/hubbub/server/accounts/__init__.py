"""Who may sign in, in the product. A host project has its own users and none of this."""
