"""What the generator starts from: for each starter challenge, errors as other projects show them.

`style` says where such a text is usually copied from: python, log, sql, browser, curl, json, git, plain.
Words in braces are filled in differently for every case.
"""

from __future__ import annotations

BASES: dict[str, list[tuple[str, str]]] = {
    "postgres-localhost-in-compose": [
        ("python", 'django.db.utils.OperationalError: connection to server at "localhost" (127.0.0.1), port {pgport} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?'),
        ("python", 'psycopg2.OperationalError: connection to server at "localhost" (::1), port {pgport} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\nconnection to server at "localhost" (127.0.0.1), port {pgport} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?'),
        ("python", 'django.db.utils.OperationalError: connection failed: connection to server at "127.0.0.1", port {pgport} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?'),
        ("python", 'django.db.utils.OperationalError: could not translate host name "{dbhost}" to address: Temporary failure in name resolution'),
        ("python", "psycopg.OperationalError: failed to resolve host '{dbhost}': [Errno -3] Temporary failure in name resolution"),
    ],
    "works-on-my-machine": [
        ("python", "ModuleNotFoundError: No module named '{package}'"),
        ("python", "ImportError: Couldn't import Django. Are you sure it's installed and available on your PYTHONPATH environment variable? Did you forget to activate a virtual environment?"),
        ("python", "ModuleNotFoundError: No module named 'django'\n\nThe above exception was the direct cause of the following exception:\n\nImportError: Couldn't import Django. Are you sure it's installed and available on your PYTHONPATH environment variable? Did you forget to activate a virtual environment?"),
    ],
    "tables-missing-in-container": [
        ("python", 'django.db.utils.ProgrammingError: relation "{table}" does not exist\nLINE 1: ...re"."id", "{table}"."name" FROM "{table}" ...\n                                                             ^'),
        ("python", "django.db.utils.OperationalError: no such table: {table}"),
        ("plain", "You have {n} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): admin, auth, contenttypes, {app}, sessions.\nRun 'python manage.py migrate' to apply them."),
        ("log", 'ERROR:  relation "{table}" does not exist at character {n}\nSTATEMENT:  SELECT "{table}"."id" FROM "{table}" LIMIT 21'),
    ],
    "n-plus-one-queries": [
        ("pytest", 'AssertionError: {many} != {few} : {many} queries executed, {few} expected\nCaptured queries were:\n1. SELECT "{table}"."id", "{table}"."owner_id" FROM "{table}"\n2. SELECT "accounts_owner"."id" FROM "accounts_owner" WHERE "accounts_owner"."id" = 1 LIMIT 21\n3. SELECT "accounts_owner"."id" FROM "accounts_owner" WHERE "accounts_owner"."id" = 2 LIMIT 21'),
        ("sql", '(0.001) SELECT "{table}"."id", "{table}"."name" FROM "{table}" WHERE "{table}"."id" = {id} LIMIT 21; args=({id},); alias=default\n(0.001) SELECT "{table}"."id", "{table}"."name" FROM "{table}" WHERE "{table}"."id" = {id2} LIMIT 21; args=({id2},); alias=default\n(0.000) SELECT "{table}"."id", "{table}"."name" FROM "{table}" WHERE "{table}"."id" = {id3} LIMIT 21; args=({id3},); alias=default'),
        ("pytest", "AssertionError: {many} != {few} : {many} queries executed, {few} expected"),
    ],
    "slow-query-without-index": [
        ("sql", "Limit  (cost=0.00..{n}.58 rows=20 width=84)\n  ->  Seq Scan on {table}  (cost=0.00..{many}.00 rows=11 width=84) (actual time=3.1..{n}.9 rows=9 loops=1)\n        Filter: (owner_id = {id})\n        Rows Removed by Filter: {many}\nExecution Time: {n}.123 ms"),
        ("python", "django.db.utils.OperationalError: canceling statement due to statement timeout"),
        ("log", "ERROR:  canceling statement due to statement timeout\nSTATEMENT:  SELECT * FROM {table} WHERE owner_id = {id} ORDER BY created DESC LIMIT 20"),
        ("sql", "->  Parallel Seq Scan on {table}  (cost=0.00..{many}.33 rows=5 width=21) (actual time=5.3..{n}.8 rows=4 loops=3)\n      Filter: (status = 'open'::text)\n      Rows Removed by Filter: {many}"),
    ],
    "throttled-429": [
        ("curl", 'HTTP/1.1 429 Too Many Requests\nContent-Type: application/json\nRetry-After: {n}\nVary: Accept\n\n{{"detail":"Request was throttled. Expected available in {n} seconds."}}'),
        ("json", '{{"detail":"Request was throttled. Expected available in {n} seconds."}}'),
        ("browser", "GET http://localhost:{webport}/api/{app}/ 429 (Too Many Requests)"),
        ("python", "rest_framework.exceptions.Throttled: Request was throttled. Expected available in {n} seconds."),
    ],
    "ci-service-containers": [
        ("ci", 'django.db.utils.OperationalError: connection to server at "localhost" (127.0.0.1), port 5432 failed: fe_sendauth: no password supplied'),
        ("ci", 'psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5432 failed: fe_sendauth: no password supplied'),
        ("log", 'FATAL:  role "root" does not exist'),
        ("ci", 'django.db.utils.OperationalError: connection to server at "127.0.0.1", port 5432 failed: FATAL:  password authentication failed for user "{user}"'),
    ],
    "long-task-blocks-request": [
        ("log", "[CRITICAL] WORKER TIMEOUT (pid:{pid})"),
        ("gunicorn", "[CRITICAL] WORKER TIMEOUT (pid:{pid})\n[ERROR] Error handling request /api/{app}/export/\n[INFO] Worker exiting (pid: {pid})"),
        ("curl", "HTTP/1.1 504 Gateway Time-out\nServer: nginx/1.25.{few}\nContent-Type: text/html\n\n<html>\n<head><title>504 Gateway Time-out</title></head>\n<body>\n<center><h1>504 Gateway Time-out</h1></center>\n<hr><center>nginx/1.25.{few}</center>\n</body>\n</html>"),
        ("log", '[error] {pid}#{pid}: *{id} upstream timed out (110: Connection timed out) while reading response header from upstream, client: 172.18.0.1, server: , request: "POST /api/{app}/ HTTP/1.1", upstream: "http://172.18.0.4:8000/api/{app}/"'),
        ("browser", "POST https://{app}.example.org/api/{app}/export/ 504 (Gateway Time-out)"),
    ],
    "celery-task-not-picked-up": [
        ("celery", "ERROR/MainProcess] Received unregistered task of type '{app}.tasks.{task}'.\nThe message has been ignored and discarded.\n\nDid you remember to import the module containing this task?\nOr maybe you're using relative imports?"),
        ("celery", "ERROR/MainProcess] Received unregistered task of type 'core.{app}.{task}'.\nThe message has been ignored and discarded.\n\nDid you remember to import the module containing this task?\nOr maybe you're using relative imports?\n\nPlease see\nhttps://docs.celeryq.dev/en/latest/internals/protocol.html\nfor more information.\n\nThe full contents of the message body was:\nb'[[{id}], {{}}, {{\"callbacks\": null, \"errbacks\": null, \"chain\": null, \"chord\": null}}]' (78b)"),
    ],
    "broker-connection-refused": [
        ("python", "redis.exceptions.ConnectionError: Error 111 connecting to localhost:{redisport}. Connection refused."),
        ("python", "redis.exceptions.ConnectionError: Error 111 connecting to 127.0.0.1:{redisport}. Connection refused."),
        ("celery", "ERROR/MainProcess] consumer: Cannot connect to amqp://{user}:**@127.0.0.1:5672//: [Errno 111] Connection refused.\nTrying again in {few}.00 seconds... ({few}/100)"),
        ("python", "kombu.exceptions.OperationalError: [Errno 111] Connection refused"),
        ("python", "amqp.exceptions.AccessRefused: (0, 0): (403) ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."),
        ("celery", "ERROR/MainProcess] consumer: Cannot connect to redis://localhost:{redisport}/0: Error 111 connecting to localhost:{redisport}. Connection refused..\nTrying again in {few}.00 seconds... ({few}/100)"),
    ],
    "celery-task-lost-or-duplicated": [
        ("celery", "ERROR/MainProcess] Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: {id}.')"),
        ("python", "billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: {id}."),
        ("celery", "ERROR/ForkPoolWorker-{few}] Task {app}.tasks.{task}[{uuid}] raised unexpected: DoesNotExist('{model} matching query does not exist.')"),
        ("celery", "ERROR/MainProcess] Process 'ForkPoolWorker-{few}' pid:{pid} exited with 'signal 9 (SIGKILL)'"),
    ],
    "cors-blocked": [
        ("browser", "Access to fetch at 'http://localhost:{webport}/api/{app}/' from origin 'http://localhost:{uiport}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."),
        ("browser", "Access to XMLHttpRequest at 'https://api.{app}.example.org/v1/login/' from origin 'https://{app}.example.org' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource."),
        ("plain", "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:{webport}/api/{app}/{id}/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200."),
        ("browser", "Uncaught (in promise) TypeError: Failed to fetch"),
    ],
    "expired-token-401": [
        ("curl", 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm="api"\nContent-Type: application/json\n\n{{"detail":"Given token not valid for any token type","code":"token_not_valid","messages":[{{"token_class":"AccessToken","token_type":"access","message":"Token is expired"}}]}}'),
        ("json", '{{"detail":"Authentication credentials were not provided."}}'),
        ("json", '{{\n  "detail": "Given token not valid for any token type",\n  "code": "token_not_valid",\n  "messages": [\n    {{\n      "token_class": "AccessToken",\n      "token_type": "access",\n      "message": "Token is invalid or expired"\n    }}\n  ]\n}}'),
        ("python", "rest_framework_simplejwt.exceptions.InvalidToken: {{'detail': ErrorDetail(string='Given token not valid for any token type', code='token_not_valid')}}"),
    ],
    "circular-import": [
        ("python", "ImportError: cannot import name '{model}' from partially initialized module '{app}.models' (most likely due to a circular import) ({root}/{app}/models.py)"),
        ("python", "ImportError: cannot import name '{task}' from partially initialized module '{app}.services' (most likely due to a circular import) ({root}/{app}/services.py)"),
        ("python", "AttributeError: partially initialized module '{app}' has no attribute '{task}' (most likely due to a circular import)"),
    ],
    "conflicting-migrations": [
        ("plain", "CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: (00{two}_{task}, 00{two}_alter_{app}_name in {app}).\nTo fix them run 'python manage.py makemigrations --merge'"),
        ("git", "Auto-merging {app}/views.py\nCONFLICT (content): Merge conflict in {app}/views.py\nAutomatic merge failed; fix conflicts and then commit the result."),
        ("git", "error: Committing is not possible because you have unmerged files.\nhint: Fix them up in the work tree, and then use 'git add/rm <file>'\nhint: as appropriate to mark resolution and make a commit.\nfatal: Exiting because of an unresolved conflict."),
        ("plain", "<<<<<<< HEAD\n    path('api/{app}/', include('{app}.urls')),\n=======\n    path('api/v1/{app}/', include('{app}.urls')),\n>>>>>>> feature/{task}"),
    ],
    "async-view-synchronousonlyoperation": [
        ("python", "django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context - use a thread or sync_to_async."),
        ("pytest", "django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context - use a thread or sync_to_async."),
    ],
    "stale-cache-after-write": [
        ("pytest", "AssertionError: 'Old {task}' != 'New {task}'\n- Old {task}\n? ^^^\n+ New {task}\n? ^^^"),
        ("curl", "HTTP/1.1 200 OK\nContent-Type: application/json\nExpires: Mon, 02 Mar 2026 09:{two}:11 GMT\nCache-Control: max-age={n}00\n\n{{\"id\": {id}, \"title\": \"old title\"}}"),
        ("plain", "I saved the {app} with a new title but the page still shows the old one, Cache-Control: max-age={n}00"),
    ],
    "missing-secret-key": [
        ("python", "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty."),
        ("python", "KeyError: 'SECRET_KEY'"),
        ("python", 'SECRET_KEY = os.environ["SECRET_KEY"]\n                 ~~~~~~~~~~^^^^^^^^^^^^^^\n  File "<frozen os>", line 685, in __getitem__\nKeyError: \'SECRET_KEY\''),
        ("python", "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable"),
    ],
    "agreeing-on-api-shape": [
        ("browser", "Uncaught TypeError: Cannot read properties of undefined (reading 'map')"),
        ("browser", "TypeError: {app}.map is not a function"),
        ("browser", "Uncaught (in promise) SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON"),
        ("json", '{{"errors":[{{"message":"Cannot query field \'{task}\' on type \'{model}Type\'. Did you mean \'title\'?","locations":[{{"line":{few},"column":5}}]}}]}}'),
    ],
    "integrityerror-race": [
        ("python", 'django.db.utils.IntegrityError: duplicate key value violates unique constraint "{table}_email_key"\nDETAIL:  Key (email)=(ada@example.org) already exists.'),
        ("python", "django.db.utils.IntegrityError: UNIQUE constraint failed: {table}.slug"),
        ("python", "{app}.models.{model}.MultipleObjectsReturned: get() returned more than one {model} -- it returned {few}!"),
        ("python", "django.db.transaction.TransactionManagementError: An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block."),
        ("log", 'ERROR:  duplicate key value violates unique constraint "{table}_pkey"\nDETAIL:  Key (id)=({id}) already exists.'),
    ],
}  # fmt: skip

# Tracebacks of these pass through these files.
FRAMES: dict[str, list[tuple[str, str, str]]] = {
    "db": [
        ("django/db/backends/utils.py", "_execute", "return self.cursor.execute(sql, params)"),
        ("django/db/backends/base/base.py", "connect", "self.connection = self.get_new_connection(conn_params)"),
        ("django/utils/asyncio.py", "inner", "return func(*args, **kwargs)"),
    ],
    "import": [
        ("django/core/management/__init__.py", "execute", "django.setup()"),
        ("django/apps/registry.py", "populate", "app_config = AppConfig.create(entry)"),
        ("django/conf/__init__.py", "__init__", "mod = importlib.import_module(self.SETTINGS_MODULE)"),
    ],
    "worker": [
        ("celery/app/trace.py", "trace_task", "R = retval = fun(*args, **kwargs)"),
        ("billiard/pool.py", "mark_as_worker_lost", "raise WorkerLostError("),
        ("kombu/connection.py", "_reraise_as_library_errors", "raise ConnectionError(str(exc)) from exc"),
    ],
    "view": [
        ("django/core/handlers/exception.py", "inner", "response = get_response(request)"),
        ("rest_framework/views.py", "dispatch", "response = self.handle_exception(exc)"),
        ("django/core/handlers/base.py", "_get_response", "response = wrapped_callback(request, *callback_args, **callback_kwargs)"),
    ],
}  # fmt: skip

FRAMES_OF = {
    "postgres-localhost-in-compose": "db",
    "tables-missing-in-container": "db",
    "slow-query-without-index": "db",
    "integrityerror-race": "db",
    "works-on-my-machine": "import",
    "circular-import": "import",
    "missing-secret-key": "import",
    "broker-connection-refused": "worker",
    "celery-task-lost-or-duplicated": "worker",
}
