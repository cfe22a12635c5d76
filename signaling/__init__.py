"""The live room and its Socket.IO edge."""
