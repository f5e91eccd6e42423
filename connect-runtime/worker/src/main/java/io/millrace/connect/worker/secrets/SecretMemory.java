package io.millrace.connect.worker.secrets;

import io.millrace.connect.plugins.secrets.Redaction;
import io.millrace.connect.plugins.secrets.SecretKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The secrets of the connectors that this worker runs, as they were last resolved and a few times before: in memory
 * alone, to be kept out of texts. What has been replaced still stands in the exceptions of tasks that had it.
 */
public final class SecretMemory {

    private static final String NAME = "name";

    /** How many sets of secrets of a connector are remembered. */
    private static final int SETS_MAX = 5;

    /** How many connectors are remembered after they have been deleted. */
    static final int DEPARTED_MAX = 100;

    /** One entry for each connector that was ever resolved here, but for those that departed long ago. */
    private final Map<String, Remembered> byConnector = new ConcurrentHashMap<>();

    /** Deleted ones, whose tasks may still end and say why; oldest first. Guarded by itself. */
    private final Set<String> departed = new LinkedHashSet<>();

    /** The sets, newest first, and all of them as one. */
    private record Remembered(List<Redaction> sets, Redaction all) {
        private static final Remembered NOTHING = new Remembered(List.of(), Redaction.NONE);

        private Remembered and(Redaction newest) {
            List<Redaction> kept = new ArrayList<>(List.of(newest));
            sets.stream()
                    .filter(set -> !set.equals(newest))
                    .limit(SETS_MAX - 1L)
                    .forEach(kept::add);
            return new Remembered(List.copyOf(kept), Redaction.of(kept));
        }
    }

    /** {@code resolver} as it is, but remembering; {@code keys} may wait, so both belong on plugin threads. */
    public UnaryOperator<Map<String, String>> remembering(
            UnaryOperator<Map<String, String>> resolver, Function<Map<String, String>, SecretKeys> keys) {
        return written -> {
            Map<String, String> resolved = resolver.apply(written);
            String connector = written.get(NAME);
            if (connector != null && written.containsKey("connector.class")) {
                Redaction secrets = Redaction.of(keys.apply(written), written, resolved, resolver);
                remember(connector, secrets);
            }
            return resolved;
        };
    }

    private void remember(String connector, Redaction secrets) {
        synchronized (departed) {
            departed.remove(connector);
            byConnector.compute(
                    connector, (name, before) -> (before == null ? Remembered.NOTHING : before).and(secrets));
        }
    }

    /** A text about a connector without its secrets. */
    public String redacted(String connector, String text) {
        return byConnector.getOrDefault(connector, Remembered.NOTHING).all().apply(text);
    }

    /** Of what is said about this connector. */
    public Discretion of(String connector) {
        return text -> redacted(connector, text);
    }

    /** Of what is said about nobody in particular: hides the secrets of all connectors. */
    public Discretion ofAll() {
        return text -> {
            String clean = text;
            for (Remembered each : byConnector.values()) {
                clean = each.all().apply(clean);
            }
            return clean;
        };
    }

    /** The connector is deleted; its secrets are remembered until enough others have been. */
    public void depart(String connector) {
        synchronized (departed) {
            if (!byConnector.containsKey(connector)) {
                return;
            }
            departed.add(connector);
            if (departed.size() > DEPARTED_MAX) {
                String oldest = departed.iterator().next();
                departed.remove(oldest);
                byConnector.remove(oldest);
            }
        }
    }
}
