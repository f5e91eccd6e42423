package io.millrace.broker.server.quota;

import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.image.QuotasImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the limit that holds for a client: the most specific one, a user's before a client id's (KIP-55). */
final class QuotaLimits {

    private QuotaLimits() {}

    /**
     * A limit and who shares it.
     *
     * @param user empty when all users with this client id share it
     * @param clientId empty when all clients of this user share it
     */
    record Limit(double value, String user, String clientId) {}

    static Optional<Limit> find(QuotasImage quotas, String user, String clientId, QuotaKind kind) {
        Optional<String> everyone = Optional.empty();
        Optional<String> thisUser = Optional.of(user);
        Optional<String> thisClient = Optional.of(clientId);
        List<Map<String, Optional<String>>> entities = List.of(
                Map.of(QuotaEntity.USER, thisUser, QuotaEntity.CLIENT_ID, thisClient),
                Map.of(QuotaEntity.USER, thisUser, QuotaEntity.CLIENT_ID, everyone),
                Map.of(QuotaEntity.USER, thisUser),
                Map.of(QuotaEntity.USER, everyone, QuotaEntity.CLIENT_ID, thisClient),
                Map.of(QuotaEntity.USER, everyone, QuotaEntity.CLIENT_ID, everyone),
                Map.of(QuotaEntity.USER, everyone),
                Map.of(QuotaEntity.CLIENT_ID, thisClient),
                Map.of(QuotaEntity.CLIENT_ID, everyone));
        for (Map<String, Optional<String>> parts : entities) {
            Double value = quotas.of(QuotaEntity.of(parts)).get(kind.key());
            if (value != null) {
                return Optional.of(new Limit(
                        value,
                        parts.containsKey(QuotaEntity.USER) ? user : "",
                        parts.containsKey(QuotaEntity.CLIENT_ID) ? clientId : ""));
            }
        }
        return Optional.empty();
    }
}
