package io.millrace.broker.server.request;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Every api key that is served, with its versions. What is not in here is not advertised. */
public final class ApiTable {

    private final Map<ApiKeys, ApiEntry<?>> entries = new EnumMap<>(ApiKeys.class);

    public ApiTable() {}

    public <Q extends ApiMessage> ApiTable serve(ApiKeys key, int min, int max, Class<Q> type, ApiHandler<Q> handler) {
        return serve(key, min, min, max, type, handler);
    }

    public <Q extends ApiMessage> ApiTable serve(
            ApiKeys key, int advertisedMin, int servedMin, int max, Class<Q> type, ApiHandler<Q> handler) {
        entries.put(key, new ApiEntry<>(key, (short) advertisedMin, (short) servedMin, (short) max, type, handler));
        return this;
    }

    public Optional<ApiEntry<?>> find(ApiKeys key) {
        return Optional.ofNullable(entries.get(key));
    }

    public Collection<ApiEntry<?>> all() {
        return Collections.unmodifiableCollection(entries.values());
    }
}
