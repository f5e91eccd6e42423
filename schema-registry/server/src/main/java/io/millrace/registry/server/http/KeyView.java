package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.dek.Dek;
import io.millrace.registry.model.dek.Kek;

/** Keys as clients are shown them. */
final class KeyView {
    private KeyView() {}

    static ObjectNode kek(Kek kek) {
        ObjectNode node = Answer.object()
                .put("name", kek.name())
                .put("kmsType", kek.kmsType())
                .put("kmsKeyId", kek.kmsKeyId());
        if (!kek.kmsProps().isEmpty()) {
            ObjectNode props = node.putObject("kmsProps");
            kek.kmsProps().forEach(props::put);
        }
        kek.doc().ifPresent(doc -> node.put("doc", doc));
        return ended(node.put("shared", kek.shared()), kek.tsMs(), kek.deleted());
    }

    static ObjectNode dek(Dek dek) {
        ObjectNode node = Answer.object()
                .put("kekName", dek.id().kekName())
                .put("subject", dek.id().subject())
                .put("version", dek.id().version())
                .put("algorithm", dek.id().algorithm().name())
                .put("encryptedKeyMaterial", dek.encryptedKeyMaterial());
        return ended(node, dek.tsMs(), dek.deleted());
    }

    private static ObjectNode ended(ObjectNode node, long tsMs, boolean deleted) {
        node.put("ts", tsMs);
        return deleted ? node.put("deleted", true) : node;
    }
}
