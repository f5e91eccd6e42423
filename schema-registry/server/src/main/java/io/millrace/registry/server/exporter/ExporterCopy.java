package io.millrace.registry.server.exporter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.exporter.ExportNaming;
import io.millrace.registry.model.exporter.ExportPlan;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterState;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.model.exporter.SubjectSelection;
import io.millrace.registry.model.exporter.Touched;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.SchemasLog;

/**
 * Brings a destination up to date, part after part of the log. Of each part it looks up what the registry says now about
 * all that the part is about, makes the destination say the same, and then notes the part's end: whoever goes on from
 * there may do a part twice, and leaves none out. For one thread, which blocks; another one may stop it.
 */
final class ExporterCopy implements AutoCloseable {
    /** How it went on. */
    enum Step {
        MORE,
        UP_TO_DATE,
        /** Somebody else has changed how far the exporter is, or what it is to do. */
        ENDED
    }

    private static final int PART_RECORDS = 100;
    private static final int PART_RECORDS_MAX = 1 << 20;

    private final RegistryStore store;
    private final Exporter exporter;
    private final SubjectSelection selection;
    private final ExportNaming naming;
    private final Destination destination;
    private final SchemasLog log;
    private boolean checked;

    ExporterCopy(RegistryStore store, Exporter exporter) {
        this.store = store;
        this.exporter = exporter;
        this.selection = SubjectSelection.of(exporter.subjects())
                .orElseThrow(() -> DestinationException.refusal("the exporter's subjects cannot be read"));
        this.naming = ExportNaming.of(exporter, store.clusterId());
        this.destination = new Destination(DestinationConfig.of(exporter.config()));
        this.log = store.log();
    }

    /** Gives up the request that is under way, and all later ones. */
    void stop() {
        destination.stop();
    }

    Step step() {
        requireNoLoop();
        ExporterStatus before = store.exporters().status(exporter);
        if (before.isPaused()) {
            return Step.ENDED;
        }
        long end = store.readAt((state, nextOffset) -> nextOffset);
        // A topic that is shorter than that is another one.
        long from = before.offset() < end ? before.offset() + 1 : 0;
        ExporterStatus after = from == end
                ? before.at(before.offset(), before.tsMs(), ExporterState.RUNNING)
                : copy(before, from, end);
        ExporterStatus now = store.exporters().move(exporter, before, after);
        if (!now.equals(after)) {
            return Step.ENDED;
        }
        return after.state() == ExporterState.RUNNING && after.offset() == end - 1 ? Step.UP_TO_DATE : Step.MORE;
    }

    /**
     * Copies a part of the log. What a later record has deleted as well may still refer to what this part deletes; then
     * the part is made longer, until it has both.
     */
    private ExporterStatus copy(ExporterStatus before, long from, long end) {
        for (int records = PART_RECORDS; ; records *= 2) {
            Touched touched = new Touched(selection);
            SchemasLog.Part part = log.read(from, end, records, touched::add);
            try {
                carryOut(touched);
                boolean whole = part.last() == end - 1;
                return before.at(
                        part.last(),
                        part.lastTsMs() == 0 ? before.tsMs() : part.lastTsMs(),
                        whole || before.state() == ExporterState.RUNNING
                                ? ExporterState.RUNNING
                                : ExporterState.STARTING);
            } catch (DestinationException e) {
                boolean longer = part.last() < end - 1 && records < PART_RECORDS_MAX;
                if (!longer || !e.is(RegistryErrorCode.REFERENCE_EXISTS.code())) {
                    throw e;
                }
            }
        }
    }

    private void carryOut(Touched touched) {
        ExportPlan plan = store.read(state -> ExportPlan.of(state, touched));
        new PlanRun(destination, naming).carryOut(plan);
    }

    /** A registry that is its own destination would export its copies again. */
    private void requireNoLoop() {
        if (checked) {
            return;
        }
        JsonNode attributes = attributes();
        if (attributes.path(DeploymentAttributes.CLUSTER).asText("").equals(store.clusterId())
                && attributes.path(DeploymentAttributes.TOPIC).asText("").equals(store.topic())) {
            naming.loop(selection).ifPresent(reason -> {
                throw DestinationException.refusal(reason);
            });
        }
        checked = true;
    }

    private JsonNode attributes() {
        try {
            return destination.get(DeploymentAttributes.PATH).path("attributes");
        } catch (DestinationException e) {
            if (e.is(404)) {
                return Destination.JSON.missingNode(); // A registry that does not say is another one.
            }
            throw e;
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
