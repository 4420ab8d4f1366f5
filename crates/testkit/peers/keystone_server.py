# Serves Keystone on a free port of loopback and prints the port.
import sys

import waitress

sys.argv[1:] = []  # Keystone would take them for its own.
from keystone.wsgi.api import application

server = waitress.create_server(application, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
