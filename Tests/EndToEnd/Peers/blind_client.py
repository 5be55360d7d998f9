"""A client as none may be: it does not know of a request whose answer was lost, and sends it again.

Usage: blind_client.py ADDRESS USER TOKEN OUTBOX TITLE
It has a durable outbox as the real one has: the title is in the file OUTBOX before anything is sent,
and leaves it when an answer has come. But what it sends has no id of its own, and an answer that is
lost, or a kill before it was read, is a request that is sent once more. Ends with 0 when TITLE was saved
and the outbox is empty.
"""

import http.client
import json
import os
import sys
import urllib.parse


def read(outbox):
    if not os.path.exists(outbox):
        return []
    with open(outbox, encoding="utf-8") as file:
        return file.read().splitlines()


def save(outbox, titles):
    """All or nothing, also when it is killed."""
    draft = outbox + ".new"
    with open(draft, "w", encoding="utf-8") as file:
        file.writelines(title + "\n" for title in titles)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, outbox)


def send(address, user, token, title):
    """Whether an answer came."""
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps({"title": title})
        connection.request("POST", f"/api/{user}/tasks", body, headers)
        return connection.getresponse().status == 201
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main(address, user, token, outbox, title):
    titles = read(outbox) + [title]
    save(outbox, titles)
    while titles:
        if send(urllib.parse.urlsplit(address), user, token, titles[0]):
            titles = titles[1:]
            save(outbox, titles)


if __name__ == "__main__":
    main(*sys.argv[1:])
