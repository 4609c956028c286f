"""Asks the web process beside us whether it is alive; the container's health check."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

port = os.environ.get("WEB_BIND", "0.0.0.0:8000").rpartition(":")[2]
host = urlsplit(os.environ["SITE_URL"]).netloc
question = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(question, timeout=4) as answer:
    sys.exit(answer.status != 200)
