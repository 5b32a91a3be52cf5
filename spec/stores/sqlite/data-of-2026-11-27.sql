CREATE TABLE "migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "migrations_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  password_hash TEXT NOT NULL
);
CREATE TABLE sessions (
  added INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  user TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user, expires_at, added);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE TABLE rooms (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  application TEXT NOT NULL,
  public INTEGER NOT NULL,
  users TEXT,
  settings TEXT
);
CREATE INDEX rooms_of_application ON rooms (application, public, position);
CREATE TABLE room_guests (
  user TEXT NOT NULL,
  application TEXT NOT NULL,
  room INTEGER NOT NULL,
  PRIMARY KEY (user, application, room)
) WITHOUT ROWID;
CREATE TABLE heads (
  room INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  epoch TEXT NOT NULL,
  term INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL DEFAULT 0,
  rules INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL DEFAULT 'waiting',
  members INTEGER NOT NULL DEFAULT 0,
  snapshot INTEGER NOT NULL DEFAULT 0,
  snapshot_size INTEGER NOT NULL DEFAULT 0,
  logged INTEGER NOT NULL DEFAULT 0,
  dropped INTEGER NOT NULL DEFAULT 0,
  preview TEXT,
  alarms TEXT NOT NULL DEFAULT '[]',
  due INTEGER
);
CREATE INDEX heads_by_due ON heads (due) WHERE due IS NOT NULL;
CREATE INDEX heads_with_members ON heads (id) WHERE members > 0;
CREATE TABLE commits (
  room INTEGER NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  user TEXT,
  name TEXT,
  payload TEXT,
  patches TEXT NOT NULL,
  PRIMARY KEY (room, version)
);
CREATE TABLE actions (
  room INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (room, version)
);
CREATE TABLE effects (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  room INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,
  UNIQUE (room, id)
);
CREATE TABLE snapshots (
  room INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (room, version)
);
CREATE TABLE cursors (
  room INTEGER NOT NULL,
  user TEXT NOT NULL,
  client TEXT NOT NULL,
  last INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  answers TEXT NOT NULL,
  PRIMARY KEY (room, user, client)
) WITHOUT ROWID;
INSERT INTO "migrations" ("name", "timestamp") VALUES ('0001-accounts', '2026-11-28T00:17:55.888Z');
INSERT INTO "migrations" ("name", "timestamp") VALUES ('0002-rooms', '2026-11-28T00:17:55.901Z');
INSERT INTO "migrations" ("name", "timestamp") VALUES ('0003-log', '2026-11-28T00:17:55.918Z');
INSERT INTO "migrations_lock" ("id", "is_locked") VALUES ('migration_lock', 0);
INSERT INTO "users" ("id", "username", "name", "roles", "password_hash") VALUES ('ann', 'ann', 'Ann', '[]', 'hash');
INSERT INTO "rooms" ("position", "id", "name", "application", "public", "users", "settings") VALUES (1, 'R:1', 'First Room', 'chat', 1, NULL, NULL);
INSERT INTO "rooms" ("position", "id", "name", "application", "public", "users", "settings") VALUES (2, 'R:2', 'Second Room', 'chat', 0, '["ann","bob"]', NULL);
INSERT INTO "rooms" ("position", "id", "name", "application", "public", "users", "settings") VALUES (3, 'R:3', 'Third Room', 'chat', 0, '[]', '{"players":{"max":5}}');
INSERT INTO "room_guests" ("user", "application", "room") VALUES ('ann', 'chat', 2);
INSERT INTO "room_guests" ("user", "application", "room") VALUES ('bob', 'chat', 2);
INSERT INTO "heads" ("room", "id", "epoch", "term", "version", "at", "rules", "status", "members", "snapshot", "snapshot_size", "logged", "dropped", "preview", "alarms", "due") VALUES (1, 'R:2', 'epoch-1', 1, 2, 1795737600001, 1, 'running', 1, 0, 0, 183, 0, NULL, '[]', NULL);
INSERT INTO "commits" ("room", "version", "kind", "at", "user", "name", "payload", "patches") VALUES (1, 1, 'join', 1795737600000, '{"id":"ann","name":"Ann"}', NULL, NULL, '[["splice",["$room","members"],0,0,[{"id":"ann","name":"Ann","connected":true}]]]');
INSERT INTO "commits" ("room", "version", "kind", "at", "user", "name", "payload", "patches") VALUES (1, 2, 'start', 1795737600001, NULL, NULL, NULL, '[["set",["$room","status"],"running"],["set",["$room","started"],true],["set",["messages"],["hello"]]]');
PRAGMA application_id = 84726947;
