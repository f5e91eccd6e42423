package io.millrace.connect.worker.preview;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.secrets.Redaction;
import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.PreviewRequest;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.offsets.OffsetStores;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Shows what connectors would do, one at a time: nothing is produced, no offset stored, no topic made. Calls return at
 * once; plugins run on threads of each preview.
 */
public final class PreviewDesk {

    private static final String STORED = "stored";
    private static final String BEGINNING = "beginning";

    private final WorkerConfig config;
    private final ClientConfigs clients;
    private final Plugins plugins;
    private final UnaryOperator<Map<String, String>> secrets;
    private final Function<Map<String, String>, SecretKeys> keys;
    private final OffsetStores offsets;
    private final Quarantine quarantine;
    private final Semaphore turn = new Semaphore(1);

    /** {@code secrets} resolves placeholders, {@code keys} tells which are secret; both may block. */
    public PreviewDesk(
            WorkerConfig config,
            ClientConfigs clients,
            Plugins plugins,
            UnaryOperator<Map<String, String>> secrets,
            Function<Map<String, String>, SecretKeys> keys,
            OffsetStores offsets,
            Quarantine quarantine) {
        this.config = config;
        this.clients = clients;
        this.plugins = plugins;
        this.secrets = secrets;
        this.keys = keys;
        this.offsets = offsets;
        this.quarantine = quarantine;
    }

    /** Looks at a connector whose configuration has been found valid. */
    public CompletableFuture<Preview> preview(PreviewRequest request) {
        PluginDescriptor descriptor = plugins.knownConnector(
                        request.config().get("connector.class").strip())
                .orElseThrow(() -> new ControlException(
                        Reason.BAD_REQUEST,
                        "No such connector class: " + request.config().get("connector.class")));
        PreviewRules.refusal(descriptor.className()).ifPresent(why -> {
            throw new ControlException(Reason.BAD_REQUEST, why);
        });
        boolean sink = descriptor.kind() == PluginKind.SINK;
        checkFrom(request.from(), sink);
        if (!turn.tryAcquire()) {
            throw new ControlException(
                    Reason.BUSY,
                    "Another preview runs on this worker; ask again when it has ended, or ask another worker");
        }
        try {
            return begin(request, descriptor, sink).whenComplete((preview, failure) -> turn.release());
        } catch (RuntimeException | Error e) {
            turn.release();
            throw e;
        }
    }

    private static void checkFrom(String from, boolean sink) {
        if (sink) {
            TopicReader.timeOf(from);
        } else if (!from.isEmpty() && !from.equals(STORED) && !from.equals(BEGINNING)) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "For a source \"from\" is stored (its offsets) or beginning, not \"" + from + "\"");
        }
    }

    private CompletableFuture<Preview> begin(PreviewRequest request, PluginDescriptor descriptor, boolean sink) {
        Findings findings = new Findings(request, sink ? ConnectorType.SINK : ConnectorType.SOURCE);
        CallMark mark = new CallMark();
        PreviewRun run = new PreviewRun(
                request.name(),
                findings,
                () -> sink ? sink(request, findings, mark) : source(request, descriptor.className(), findings, mark),
                mark,
                config.stop(),
                quarantine);
        return run.begin(request.timeoutMs());
    }

    private Map<String, String> resolved(PreviewRequest request, Findings findings) {
        Map<String, String> resolved = secrets.apply(request.config());
        findings.hide(Redaction.of(keys.apply(request.config()), request.config(), resolved, secrets));
        return resolved;
    }

    private Subject source(PreviewRequest request, String className, Findings findings, CallMark mark) {
        Map<String, String> own = new LinkedHashMap<>(resolved(request, findings));
        Map<String, String> overrides = PreviewRules.overrides(className);
        own.putAll(overrides);
        findings.overridden(overrides);
        OffsetStorageReader reader = request.from().equals(BEGINNING) || PreviewRules.ignoresOffsets(className)
                ? new NoOffsets()
                // Where a connector has a topic of its own, every commit is copied here, and no client is needed.
                : offsets.worker(request.name());
        return new SourceSubject(plugins, own, reader, findings, mark);
    }

    private Subject sink(PreviewRequest request, Findings findings, CallMark mark) {
        Map<String, String> own = resolved(request, findings);
        return new SinkSubject(
                plugins,
                own,
                config.originals(),
                () -> TopicReader.open(
                        clients.sinkConsumer(new TaskId(request.name(), 0), own),
                        own,
                        request.from(),
                        request.records()),
                findings,
                mark);
    }
}
