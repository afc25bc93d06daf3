// A person's client with the encryption of Element Web, driven by JSON lines.
//
// Started with one argument, a JSON object: url, userId, password, everyDevice (also trust unsigned devices).
// Commands come on standard input as {"id", "do", ...}; each is answered on standard output by {"id", "result"} or
// {"id", "error"}. Messages that arrive are told as {"message": {...}}; nothing else is written there.

import { createInterface } from "node:readline";

for (const level of ["log", "info", "debug", "warn"]) console[level] = (...words) => console.error(...words);

const sdk = await import("matrix-js-sdk");
const api = await import("matrix-js-sdk/lib/crypto-api/index.js");
const { logger } = await import("matrix-js-sdk/lib/logger.js");
logger.setLevel("error");

const given = JSON.parse(process.argv[2]);
const say = (value) => process.stdout.write(JSON.stringify(value) + "\n");
let opensSecrets = null;

async function loggedIn() {
  const entry = sdk.createClient({ baseUrl: given.url });
  const session = await entry.loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: given.userId },
    password: given.password,
  });
  const client = sdk.createClient({
    baseUrl: given.url,
    userId: session.user_id,
    deviceId: session.device_id,
    accessToken: session.access_token,
    cryptoCallbacks: {
      getSecretStorageKey: async ({ keys }) => (opensSecrets ? [Object.keys(keys)[0], opensSecrets] : null),
    },
  });
  await client.initRustCrypto({ useIndexedDB: false });
  return client;
}

const byPassword = async (request) => {
  try {
    return await request(null);
  } catch (error) {
    const identifier = { type: "m.id.user", user: given.userId };
    const { session } = error.data ?? {};
    return await request({ type: "m.login.password", identifier, password: given.password, session });
  }
};

const client = await loggedIn();
const crypto = client.getCrypto();
crypto.setDeviceIsolationMode(
  given.everyDevice
    ? new api.AllDevicesIsolationMode(false)
    : new api.OnlySignedDevicesIsolationMode(),
);

async function told(event) {
  await event.getDecryptionPromise();
  const encrypted = event.isEncrypted();
  const shield = encrypted ? await crypto.getEncryptionInfoForEvent(event) : null;
  say({
    message: {
      id: event.getId(),
      room: event.getRoomId(),
      sender: event.getSender(),
      type: event.getType(),
      content: event.getContent(),
      encrypted,
      failure: event.decryptionFailureReason,
      colour: shield && api.EventShieldColour[shield.shieldColour],
      reason: shield && (api.EventShieldReason[shield.shieldReason] ?? null),
    },
  });
}

const messages = new Set(["m.room.message", "m.room.encrypted", "m.reaction"]);
client.on(sdk.RoomEvent.Timeline, (event) => {
  if (messages.has(event.getType()) || messages.has(event.getWireType())) told(event);
});
client.on(sdk.MatrixEventEvent.Decrypted, (event) => told(event));

const encryption = {
  type: "m.room.encryption",
  state_key: "",
  content: { algorithm: "m.megolm.v1.aes-sha2" },
};

const works = {
  // Give the account cross-signing keys, or take those over that it has.
  async sign() {
    await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: byPassword });
    return await crypto.getCrossSigningStatus();
  },
  // Replace the account's cross-signing keys, as a person does who has lost theirs.
  async replaceIdentity() {
    await crypto.resetEncryption(byPassword);
  },
  // Open the account's secrets with a recovery key, and take its cross-signing keys from there.
  async recover({ key }) {
    opensSecrets = api.decodeRecoveryKey(key);
    await crypto.userHasCrossSigningKeys(given.userId, true); // else the client may not know its own account yet
    await crypto.bootstrapCrossSigning({});
    return await crypto.getCrossSigningStatus();
  },
  // Keep the account's cross-signing keys on the homeserver; the recovery key.
  async keepSecrets() {
    const key = await crypto.createRecoveryKeyFromPassphrase();
    opensSecrets = key.privateKey;
    await crypto.bootstrapSecretStorage({ createSecretStorageKey: async () => key, setupNewSecretStorage: true });
    return key.encodedPrivateKey;
  },
  // Make an encrypted room; with an alias it is one that everybody may join.
  async createRoom({ invite, direct, alias }) {
    const preset = alias ? "public_chat" : "private_chat";
    const options = { preset, invite, is_direct: direct, room_alias_name: alias, initial_state: [encryption] };
    return (await client.createRoom(options)).room_id;
  },
  // Join a room that somebody has asked us into, where there is one; its id.
  async accept() {
    const asked = client.getRooms().find((room) => room.getMyMembership() === "invite");
    if (asked) await client.joinRoom(asked.roomId);
    return asked?.roomId;
  },
  async join({ room }) {
    await client.joinRoom(room);
  },
  // Download a message's encrypted file and decrypt it, with the browser's own cryptography; its bytes in base64.
  async open({ file }) {
    const address = client.mxcUrlToHttp(file.url, undefined, undefined, undefined, false, true, true);
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${client.getAccessToken()}` } });
    const sealed = await answer.arrayBuffer();
    const { subtle } = globalThis.crypto;
    const hash = Buffer.from(await subtle.digest("SHA-256", sealed)).toString("base64").replace(/=+$/, "");
    if (hash !== file.hashes.sha256) throw new Error("the file is not what the message says");
    const key = await subtle.importKey("jwk", file.key, "AES-CTR", false, ["decrypt"]);
    const first = { name: "AES-CTR", counter: Buffer.from(file.iv, "base64"), length: 64 };
    return Buffer.from(await subtle.decrypt(first, key, sealed)).toString("base64");
  },
  async members({ room }) {
    return client.getRoom(room)?.getJoinedMembers().map((member) => member.userId) ?? [];
  },
  async say({ room, text }) {
    return (await client.sendTextMessage(room, text)).event_id;
  },
  // Verify somebody by emoji, from device to device or in a room; the emoji that were shown, once it is done.
  async verify({ userId, deviceId, room }) {
    const request = room
      ? await crypto.requestVerificationDM(userId, room)
      : await crypto.requestDeviceVerification(userId, deviceId);
    await new Promise((resolve, reject) => {
      const look = () => {
        if (request.phase === api.VerificationPhase.Ready) resolve();
        if (request.phase === api.VerificationPhase.Cancelled) reject(new Error(request.cancellationCode));
      };
      request.on(api.VerificationRequestEvent.Change, look);
      look();
    });
    const verifier = await request.startVerification("m.sas.v1");
    const shown = new Promise((resolve) => {
      verifier.on(api.VerifierEvent.ShowSas, (sas) => {
        resolve(sas.sas.emoji);
        sas.confirm();
      });
    });
    await verifier.verify();
    return await shown;
  },
  async trustsPerson({ userId }) {
    return (await crypto.getUserVerificationStatus(userId)).isVerified();
  },
  async device() {
    return client.getDeviceId();
  },
  async trust({ userId, deviceId }) {
    const status = await crypto.getDeviceVerificationStatus(userId, deviceId);
    return status && { signedByOwner: status.signedByOwner, verified: status.isVerified() };
  },
};

await new Promise((resolve) => {
  client.on(sdk.ClientEvent.Sync, (state) => state === "PREPARED" && resolve());
  client.startClient({ initialSyncLimit: 20 });
});
say({ id: 0, result: client.getDeviceId() });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: work, ...rest } = JSON.parse(line);
  works[work](rest).then(
    (result) => say({ id, result: result ?? null }),
    (error) => say({ id, error: String(error?.message ?? error) }),
  );
}
process.exit(0);
