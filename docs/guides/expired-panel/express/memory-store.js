// Installations in memory: enough to try the app, gone when it ends. Yours are in a database.
"use strict";

exports.memoryStore = () => {
  const tenants = new Map();
  const of = (clientKey) => tenants.get(clientKey) ?? tenants.set(clientKey, new Map()).get(clientKey);
  return {
    get: async (key, clientKey) => tenants.get(clientKey)?.get(key) ?? null,
    set: async (key, value, clientKey) => (of(clientKey).set(key, value), value),
    del: async (key, clientKey) => tenants.get(clientKey)?.delete(key),
    saveInstallation: async (value, clientKey) => (of(clientKey).set("clientInfo", value), value),
    getAllClientInfos: async () => [...tenants.values()].map((tenant) => tenant.get("clientInfo")),
    isMemoryStore: () => true,
  };
};
