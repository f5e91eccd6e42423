package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plugins.secrets.MaskedValues;
import io.millrace.connect.worker.control.CloneRequest;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.NamedConfig;
import io.millrace.connect.worker.control.OffsetDifference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a connector of another one. Its offsets are copied before it exists: so it never runs without them, and a worker
 * that dies in between leaves no connector that is half done.
 */
record Cloning(ClusterTables cluster, Judgement judgement, OffsetAdmin offsets, Reads reads) {

    private static final String GROUP = "consumer.override.group.id";

    CompletableFuture<ConnectorInfo> make(String source, CloneRequest request) {
        String name = request.name();
        ConnectorView original = reads.connector(source);
        if (name.isBlank()) {
            throw new ControlException(Reason.BAD_REQUEST, "The connector name may not be empty");
        }
        if (reads.find(name).isPresent()) {
            throw new ControlException(Reason.ALREADY_EXISTS, "Connector " + name + " already exists");
        }
        Map<String, String> config = config(original, request);
        ConnectorView planned = cluster.views().view().planned(name, config);
        refuseUnlessApart(original, planned, request.offsets());
        return judgement
                .accept(config)
                .thenCompose(accepted -> request.offsets()
                        ? offsets.copy(original, planned, request.by())
                        : CompletableFuture.completedFuture(List.<OffsetDifference>of()))
                .thenCompose(copied -> cluster.configs()
                        .connector(name, config, request.initialState())
                        .exceptionallyCompose(failure -> undone(planned, copied, failure)))
                .thenApply(written -> reads.info(name));
    }

    private static Map<String, String> config(ConnectorView original, CloneRequest request) {
        Map<String, String> merged = new LinkedHashMap<>(original.config());
        merged.remove("name");
        MaskedValues.restored(request.overrides(), original.config()).forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return NamedConfig.of(request.name(), merged);
    }

    private void refuseUnlessApart(ConnectorView original, ConnectorView planned, boolean withOffsets) {
        if (withOffsets && reads.type(original) != reads.type(planned)) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "Offsets of a " + reads.type(original).name().toLowerCase(Locale.ROOT)
                            + " mean nothing to a connector of another kind; clone it with \"offsets\": false");
        }
        String group = original.config().get(GROUP);
        if (group != null && group.equals(planned.config().get(GROUP))) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "Connector " + original.name() + " names its consumer group by " + GROUP
                            + ", and two connectors in one group would share its records between them. Name another one"
                            + " in \"config\", or null for the group connect-" + planned.name());
        }
    }

    /** The connector was not created, or nobody knows; then it shall not be, and its offsets go as well. */
    private CompletableFuture<Void> undone(ConnectorView planned, List<OffsetDifference> copied, Throwable failure) {
        return cluster.configs().delete(planned.name()).thenCompose(deleted -> {
            cluster.offsetHistory().trim(cluster.log(), cluster.views().view().connectors());
            return offsets.takenBack(planned, copied, failure);
        });
    }
}
