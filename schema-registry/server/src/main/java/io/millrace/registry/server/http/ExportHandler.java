package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.ConfigJson;
import io.millrace.registry.model.record.SchemaJson;
import io.millrace.registry.model.state.AssociationTable;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code GET /schemas:export}: everything in one call, as one line of JSON each, as it was at one offset of the topic. A
 * snapshot refers to the versions that the state holds; only the lines that are being sent are copied.
 */
final class ExportHandler {
    /** Of the only path that is answered in lines. */
    static final String LAST_SEGMENT = "schemas:export";

    /** More of them would hold too many versions that are deleted meanwhile. */
    static final int MAX_AT_ONCE = 4;

    private final Registry registry;
    private final Semaphore running = new Semaphore(MAX_AT_ONCE);

    ExportHandler(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.on("GET", "/" + LAST_SEGMENT, this::export));
    }

    /** What the state said at one moment, and how many lines it makes. */
    private record Snapshot(long nextOffset, List<ObjectNode> settings, List<StampedVersion> versions) {}

    /** A version, and when it was written as far as that is known. */
    private record StampedVersion(SchemaVersion version, OptionalLong writtenAtMs) {}

    private Answer export(Exchange exchange) {
        SubjectPrefix prefix = SubjectPrefix.parseIn(exchange.context(), exchange.text("subjectPrefix", ":*:"));
        if (!running.tryAcquire()) {
            throw new HttpProblemException(
                    429, MAX_AT_ONCE + " exports are running, and no more may at once; try again when one is through");
        }
        try {
            return Answer.lines(new Export(registry.store()
                    .readAt((state, nextOffset) -> snapshot(state, nextOffset, prefix, exchange.judge()))));
        } catch (RuntimeException e) {
            running.release();
            throw e;
        }
    }

    private static Snapshot snapshot(RegistryState state, long nextOffset, SubjectPrefix prefix, Judge judge) {
        List<ObjectNode> settings = new ArrayList<>();
        boolean all = judge.mayDescribeCluster();
        for (String context : all ? state.contexts() : List.<String>of()) {
            settings.add(line("context").put("context", context).put("highestId", state.highestId(context)));
        }
        state.configs().forEach((scope, config) -> {
            if (prefix.matches(scope) && judge.mayRead(scope)) {
                settings.add(line("config").put("subject", scope).set("config", ConfigJson.write(config)));
            }
        });
        state.modes().forEach((scope, mode) -> {
            if (prefix.matches(scope) && judge.mayRead(scope)) {
                settings.add(line("mode").put("subject", scope).put("mode", mode.name()));
            }
        });
        List<Association> associations = state.associations().named(AssociationTable.ANY, AssociationTable.ANY);
        new AssociationRights(judge).shown(associations).forEach(association -> {
            String subject = association.key().subject();
            if (prefix.matches(subject) && judge.mayRead(subject)) {
                settings.add(line("association").setAll(AssociationView.single(association)));
            }
        });
        List<StampedVersion> versions = new ArrayList<>();
        for (String subject : state.subjects(prefix, Visibility.WITH_DELETED)) {
            if (!judge.mayRead(subject)) {
                continue;
            }
            state.versions(subject)
                    .forEach(version -> versions.add(new StampedVersion(version, state.writtenAtMs(version.key()))));
        }
        return new Snapshot(nextOffset, settings, versions);
    }

    private static ObjectNode line(String type) {
        return Answer.object().put("type", type);
    }

    private static ObjectNode version(StampedVersion stamped) {
        SchemaVersion version = stamped.version();
        ObjectNode node = line("version")
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("guid", version.content().guid().toString())
                .put("deleted", version.deleted());
        stamped.writtenAtMs().ifPresent(timestampMs -> node.put("ts", timestampMs));
        node.put("schemaType", version.content().schemaType());
        SchemaJson.writeContentTo(node, version.content());
        return node.put("schema", version.content().text());
    }

    /** The lines of one snapshot: a head, what it says, and an end, without which it is not whole. */
    private final class Export implements Lines {
        private final Snapshot snapshot;
        private final AtomicBoolean closed = new AtomicBoolean();
        private int sent;

        Export(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        private int said() {
            return snapshot.settings().size() + snapshot.versions().size();
        }

        @Override
        public boolean hasNext() {
            return sent < said() + 2;
        }

        @Override
        public String next() {
            return node(sent++ - 1).toString();
        }

        private ObjectNode node(int index) {
            if (index < 0) {
                return line("snapshot").put("topic", registry.store().topic()).put("nextOffset", snapshot.nextOffset());
            }
            if (index >= said()) {
                return line("end").put("lines", said());
            }
            int version = index - snapshot.settings().size();
            return version < 0
                    ? snapshot.settings().get(index)
                    : version(snapshot.versions().get(version));
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                running.release();
            }
        }
    }
}
