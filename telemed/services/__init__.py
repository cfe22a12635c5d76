"""What can be asked of the service. Each method takes the acting Actor first, checks access, writes audit."""
