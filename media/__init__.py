"""The selective forwarding unit: forwards packets, never decodes them."""
