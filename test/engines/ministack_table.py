"""Ministack's DynamoDB with its streams on loopback: packages, folder for its own files and port in; it ends when its standard input does, so it never outlives who started it."""
import os
import sys
import threading

packages, folder, port = sys.argv[1:]
del sys.argv[1:]

# Nothing of this machine's own settings, no other service, no other port.
system = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
os.environ.clear()
os.environ.update(
    system,
    BIND_HOST="127.0.0.1",
    GATEWAY_PORT=port,
    SERVICES="dynamodb,dynamodbstreams,secretsmanager,opensearch,cloudformation,cognito-idp",
    SFTP_ENABLED="0",
    IOT_MTLS_ENABLED="0",
    LOG_LEVEL="WARNING",
    HOME=folder,
    TMPDIR=folder,
)


def end_with_input():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()

sys.path.insert(0, packages)
from ministack.app import main  # It reads its settings when it is loaded.

main()
