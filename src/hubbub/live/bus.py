def publish(items): pass
