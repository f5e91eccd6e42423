package io.millrace.registry.server;

/** Where a registry of these tests has its keys for encryption; a class of its own, which starts no broker. */
final class KeysTopic {
    private KeysTopic() {}

    /** Each registry over another topic of schemas has another one. */
    static String of(String schemasTopic) {
        return schemasTopic + "-keys";
    }
}
