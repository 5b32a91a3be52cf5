CREATE TABLE "migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
INSERT INTO migrations (name, timestamp) VALUES ('0001-accounts', '2026-11-28T14:20:29.438Z');
INSERT INTO migrations (name, timestamp) VALUES ('0002-rooms', '2026-11-28T14:20:29.440Z');
INSERT INTO migrations (name, timestamp) VALUES ('0003-log', '2026-11-28T14:20:29.444Z');
INSERT INTO migrations (name, timestamp) VALUES ('0004-host-rooms', '2026-11-28T14:20:29.459Z');
INSERT INTO migrations (name, timestamp) VALUES ('0005-people', '2026-11-28T14:20:29.481Z');
INSERT INTO migrations (name, timestamp) VALUES ('0006-links', '2026-11-28T14:20:29.485Z');
INSERT INTO migrations (name, timestamp) VALUES ('0007-disabled', '2026-11-28T14:20:29.488Z');
CREATE TABLE "migrations_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
INSERT INTO migrations_lock (id, is_locked) VALUES ('migration_lock', 0);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  password_hash TEXT NOT NULL
, color TEXT, created_at INTEGER, deleted INTEGER NOT NULL DEFAULT 0, disabled INTEGER NOT NULL DEFAULT 0);
INSERT INTO users (id, username, name, roles, password_hash, color, created_at, deleted, disabled) VALUES ('root', 'root', 'root', '["administrator"]', '$argon2id$v=19$m=19456,t=2,p=1$23eKdgWx0muTNkBaAHxRMg$85gEklAcPbxO7jJbsh6sWjhfb7UixeaBJQmuvYecRCs', NULL, 1795875630583, 0, 0);
INSERT INTO users (id, username, name, roles, password_hash, color, created_at, deleted, disabled) VALUES ('ann', 'ann', 'Ann Lee', '[]', '$argon2id$v=19$m=19456,t=2,p=1$CVWcEK/gcSQcVYBuBOme+A$UnTWVFWYD0m+tNeYQpSdFIAbq48VVYkzbmnV6BZyGjg', '#123456', 1795875630685, 0, 0);
INSERT INTO users (id, username, name, roles, password_hash, color, created_at, deleted, disabled) VALUES ('bob', 'bob', 'bob', '[]', '$argon2id$v=19$m=19456,t=2,p=1$2IUbNUQhQQT1LIJkHpRf4w$OeSPI5yqdhxFIsy9kX0Tg789ln6BzFnIgZz4XH7fRQ8', NULL, 1795875630715, 0, 0);
INSERT INTO users (id, username, name, roles, password_hash, color, created_at, deleted, disabled) VALUES ('cid', 'cid', 'cid', '[]', '$argon2id$v=19$m=19456,t=2,p=1$sIpHhHKX205TFYeVWQ90gg$6W+cSF7j079Y91bM/JrCAv2Bp2XIndm6NrILq4Bjef0', NULL, 1795875630744, 0, 1);
INSERT INTO users (id, username, name, roles, password_hash, color, created_at, deleted, disabled) VALUES ('dan', 'dan', 'deleted user', '[]', '', NULL, 1795875630767, 1, 0);
CREATE TABLE sessions (
  added INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  user TEXT NOT NULL,
  expires_at INTEGER NOT NULL
, begun_at INTEGER NOT NULL DEFAULT 0, used_at INTEGER NOT NULL DEFAULT 0, ends_at INTEGER NOT NULL DEFAULT 0, address TEXT NOT NULL DEFAULT '', browser TEXT NOT NULL DEFAULT '');
INSERT INTO sessions (added, token_hash, id, user, expires_at, begun_at, used_at, ends_at, address, browser) VALUES (1, 'weogdpMX2VqGOCW2AeJBTIvJfjUY4on7SYuTogkztqI', '2DqVjfgXsP6MJaJXM9u4xw', 'root', 1798467631256, 1795875631256, 1795875631256, 1803651631256, '127.0.0.1', 'node');
INSERT INTO sessions (added, token_hash, id, user, expires_at, begun_at, used_at, ends_at, address, browser) VALUES (2, 'zTCQNMeE2_HY9j9kLzG6P5jmHdPUoahGeXnbudBPDSs', '8bDvQd2ROkUdJkdQt4vwlg', 'ann', 1798467631749, 1795875631749, 1795875631749, 1803651631749, '127.0.0.1', 'node');
INSERT INTO sessions (added, token_hash, id, user, expires_at, begun_at, used_at, ends_at, address, browser) VALUES (3, 'yUuygiWiS3sbfsuQH8XZgegfjq565NQnepMepACJlSU', 'leXgqhqSdKrKIYFiV2bckw', 'bob', 1798467631907, 1795875631907, 1795875631907, 1803651631907, '127.0.0.1', 'node');
CREATE TABLE rooms (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  application TEXT NOT NULL,
  public INTEGER NOT NULL,
  users TEXT,
  settings TEXT
, hosted INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0);
INSERT INTO rooms (position, id, name, application, public, users, settings, hosted, archived) VALUES (1, 'R:1', 'First Room', 'chat', 1, NULL, '{"owner":"ann","moderators":["bob"],"players":{"min":2}}', 1, 0);
INSERT INTO rooms (position, id, name, application, public, users, settings, hosted, archived) VALUES (2, 'R:2', 'Second Room', 'chat', 0, '["ann","cid"]', NULL, 1, 0);
CREATE TABLE room_guests (
  user TEXT NOT NULL,
  application TEXT NOT NULL,
  room INTEGER NOT NULL,
  PRIMARY KEY (user, application, room)
) WITHOUT ROWID;
INSERT INTO room_guests (user, application, room) VALUES ('ann', 'chat', 2);
INSERT INTO room_guests (user, application, room) VALUES ('cid', 'chat', 2);
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
INSERT INTO heads (room, id, epoch, term, version, at, rules, status, members, snapshot, snapshot_size, logged, dropped, preview, alarms, due) VALUES (1, 'R:1', 'aOsnfiQFhNxrJEGGNP5Ixw', 1, 6, 1795875632523, 1, 'running', 2, 0, 0, 580, 0, 'Ann Lee: hello', '[]', NULL);
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
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 1, 'join', 1795875632130, '{"id":"ann","name":"Ann Lee"}', NULL, NULL, '[["splice",["$room","members"],0,0,[{"id":"ann","name":"Ann Lee","connected":true,"role":"owner"}]]]');
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 2, 'join', 1795875632160, '{"id":"bob","name":"bob"}', NULL, NULL, '[["splice",["$room","members"],1,0,[{"id":"bob","name":"bob","connected":true,"role":"moderator"}]]]');
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 3, 'start', 1795875632161, NULL, NULL, NULL, '[["set",["$room","status"],"running"],["set",["$room","started"],true],["set",["messages"],[{"id":0,"sender":null,"name":"Room","text":"chat has started","at":1795875632160}]]]');
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 4, 'action', 1795875632493, NULL, NULL, NULL, '[["splice",["messages"],1,0,[{"id":4,"sender":"ann","name":"Ann Lee","text":"hello","at":1795875632491}]]]');
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 5, 'disconnect', 1795875632513, '{"id":"ann","name":"Ann Lee"}', NULL, NULL, '[["set",["$room","members",0,"connected"],false]]');
INSERT INTO commits (room, version, kind, at, user, name, payload, patches) VALUES (1, 6, 'disconnect', 1795875632523, '{"id":"bob","name":"bob"}', NULL, NULL, '[["set",["$room","members",1,"connected"],false]]');
CREATE TABLE actions (
  room INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (room, version)
);
INSERT INTO actions (room, version, at, user, name, payload) VALUES (1, 4, 1795875632493, '{"id":"ann","name":"Ann Lee"}', 'say', '{"text":"hello"}');
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
INSERT INTO cursors (room, user, client, last, confirmed, used_at, answers) VALUES (1, 'ann', '398763bc09757a7f9971ada4d62b11ee', 1, 0, 1795875632491, '[1,"hdd16qj5o",{"ok":true,"version":4,"result":{"id":4}}]
');
INSERT INTO cursors (room, user, client, last, confirmed, used_at, answers) VALUES (1, 'bob', '34968e64ec9b0a5587e4e93db2abb8fb', 0, 0, 1795875632160, '');
CREATE TABLE user_looks (look TEXT PRIMARY KEY, user TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO user_looks (look, user) VALUES ('A ANN', 'ann');
INSERT INTO user_looks (look, user) VALUES ('a ann', 'ann');
INSERT INTO user_looks (look, user) VALUES ('A BOB', 'bob');
INSERT INTO user_looks (look, user) VALUES ('a bob', 'bob');
INSERT INTO user_looks (look, user) VALUES ('A ClD', 'cid');
INSERT INTO user_looks (look, user) VALUES ('a cid', 'cid');
INSERT INTO user_looks (look, user) VALUES ('A ROOT', 'root');
INSERT INTO user_looks (look, user) VALUES ('a root', 'root');
CREATE TABLE sign_in_failures (key TEXT PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO sign_in_failures (key, count, at) VALUES ('9ss_dZz-MOBhVxeloRaqZKajAk13ZhdRTE7KAZmd3-8', 1, 1795875632930);
INSERT INTO sign_in_failures (key, count, at) VALUES ('SLEt2Pe4h8KX1lF7XVPtfFEq8GbWr9jxn1Jbndy31AQ', 0, 1795875631214);
INSERT INTO sign_in_failures (key, count, at) VALUES ('YeZXmzg2r8AqGQnOW4wHh8tJIfoO6XHTOKXHCY1Noz8', 0, 1795875631777);
INSERT INTO sign_in_failures (key, count, at) VALUES ('bE3kRwT6MkCEjwJGfQLIuyytcop2B3F_eSP6RtMBjsM', 1, 1795875632930);
INSERT INTO sign_in_failures (key, count, at) VALUES ('taPdnclIvJhrw6QAE6HW008EP_gtuyzSvlf-X16SbLI', 1, 1795875632930);
INSERT INTO sign_in_failures (key, count, at) VALUES ('yPy43bDvd_iYN8GsyKxpHUFg_51uEof1p-tAKTAwcWw', 0, 1795875632847);
CREATE TABLE links (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  user TEXT,
  made_by TEXT,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  uses_left INTEGER NOT NULL
);
INSERT INTO links (position, id, secret_hash, kind, user, made_by, made_at, expires_at, uses_left) VALUES (1, '-Oek94W5fjHFKAB-', 'F_RKLa37GNe2t4-q6YIjE2KCNbyzgcq_Z619S8Sdv5Y', 'invitation', NULL, 'root', 1795875631302, 1796480431302, 3);
INSERT INTO links (position, id, secret_hash, kind, user, made_by, made_at, expires_at, uses_left) VALUES (2, 'EhiY10gy35gQ__LX', '6Pz9-8qoe_M8yCPBCABykjQywJXeOEoztFtkk-Q-nKc', 'reset', 'bob', 'root', 1795875631347, 1795879231347, 1);
CREATE INDEX sessions_of_user ON sessions (user, expires_at, added);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX heads_by_due ON heads (due) WHERE due IS NOT NULL;
CREATE INDEX heads_with_members ON heads (id) WHERE members > 0;
CREATE INDEX rooms_of_application ON rooms (application, archived, public, position);
CREATE INDEX rooms_of_host ON rooms (position) WHERE hosted = 1;
CREATE INDEX guests_of_room ON room_guests (room);
CREATE INDEX looks_of_user ON user_looks (user);
CREATE INDEX failures_by_time ON sign_in_failures (at);
CREATE INDEX links_of_kind ON links (kind, user, position);
CREATE INDEX links_of_user ON links (user) WHERE user IS NOT NULL;
CREATE INDEX links_by_expiry ON links (expires_at);
PRAGMA application_id = 84726947;
