package io.millrace.connect.worker.secrets;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.secrets.Reference;
import io.millrace.connect.plugins.secrets.References;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the instances of this worker were started with, as far as it came from config providers: the references, and a
 * digest of what they stood for, never the values. Any thread; resolving may wait, so it belongs on plugin threads.
 */
public final class SecretsInUse implements UnaryOperator<Map<String, String>> {

    private static final String RELOAD = "config.action.reload";

    private final UnaryOperator<Map<String, String>> resolver;
    private final SecretDigest digest = new SecretDigest();
    /** At most two for each instance that runs here; see {@link #retain}. */
    private final Map<Place, Use> uses = new ConcurrentHashMap<>();

    /** One of the configurations of an instance: a task has its connector's and one of its own. */
    record Place(Instance instance, boolean ofTask) {}

    /**
     * References that an instance uses.
     *
     * @param references only the settings that have any
     * @param named all that are in them
     * @param dueNanos when to look next whether they stand for something else
     */
    record Use(Map<String, String> references, Set<Reference> named, String digest, long dueNanos) {
        Use dueAt(long nanos) {
            return new Use(references, named, digest, nanos);
        }
    }

    public SecretsInUse(UnaryOperator<Map<String, String>> resolver) {
        this.resolver = resolver;
    }

    /** Resolves a configuration that no instance is started with. */
    @Override
    public Map<String, String> apply(Map<String, String> written) {
        return resolver.apply(written);
    }

    /** Resolves the configuration of a connector for an instance that starts with it. */
    public Map<String, String> ofConnector(Instance user, Map<String, String> connector) {
        return use(new Place(user, false), connector, connector);
    }

    /** Resolves the configuration of a task that starts with it. */
    public Map<String, String> ofTask(TaskId user, Map<String, String> connector, Map<String, String> own) {
        return use(new Place(Instance.of(user), true), connector, own);
    }

    private Map<String, String> use(Place place, Map<String, String> connector, Map<String, String> written) {
        Map<String, String> resolved = resolver.apply(written);
        Map<String, String> references = references(written);
        if (references.isEmpty() || "none".equals(connector.get(RELOAD))) {
            uses.remove(place);
        } else {
            // Due at once: it may have changed meanwhile, and its time to live is not known yet.
            Set<Reference> named =
                    references.values().stream().flatMap(References::named).collect(Collectors.toUnmodifiableSet());
            uses.put(place, new Use(references, named, digest.of(references.keySet(), resolved), System.nanoTime()));
        }
        return resolved;
    }

    private static Map<String, String> references(Map<String, String> written) {
        Map<String, String> references = new TreeMap<>(written);
        references
                .values()
                .removeIf(value ->
                        value == null || !References.REFERENCE.matcher(value).find());
        return references;
    }

    Map<Place, Use> all() {
        return Map.copyOf(uses);
    }

    boolean changed(Use use, Map<String, String> resolvedNow) {
        return !use.digest().equals(digest.of(use.references().keySet(), resolvedNow));
    }

    /** Unless the instance was started anew meanwhile. */
    void lookAgain(Place place, Use use, long dueNanos) {
        uses.replace(place, use, use.dueAt(dueNanos));
    }

    /** Its instance is told to start anew. */
    void done(Place place, Use use) {
        uses.remove(place, use);
    }

    /** Forgets those that are not here any more. Where instances come and go, so that no new one is forgotten. */
    public void retain(Set<Instance> here) {
        uses.keySet().removeIf(place -> !here.contains(place.instance()));
    }
}
