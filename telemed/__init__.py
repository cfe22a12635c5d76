"""Remote consultation: domain, services, storage, wire types and the HTTP edge."""
