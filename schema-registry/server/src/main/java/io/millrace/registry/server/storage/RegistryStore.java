package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.state.RegistryState;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * The state and the only way to change it: decide, append, wait until the own reader has replayed it.
 *
 * <p>Writes are serial and belong to one instance: the one whose claim is the last in the topic. Any thread may call; all
 * calls may block.
 */
public final class RegistryStore implements AutoCloseable {
    private final StoreConfig config;
    private final ReplayedState replayed = new ReplayedState();
    private final TopicReader reader;
    private final LeaderWriter writer;
    private final LeaderWrites writes;
    private final KeyStore keys;
    private final ExporterStore exporters;
    private final String clusterId;

    private RegistryStore(
            StoreConfig config, KeyStoreConfig keyConfig, ExporterStoreConfig exporterConfig, String clusterId) {
        this.config = config;
        this.clusterId = clusterId;
        this.reader = new TopicReader(config, replayed::replay, replayed::fail);
        this.writer = new LeaderWriter(config, replayed);
        this.writes = new LeaderWrites(replayed, writer);
        this.keys = new KeyStore(config, keyConfig, writer::requireLeader);
        this.exporters = new ExporterStore(config, exporterConfig, writer::requireLeader);
    }

    /** Prepares the topic and reads what it holds now. Nothing can be written until {@link #claim}. */
    public static RegistryStore open(StoreConfig config) {
        return open(config, KeyStoreConfig.DEFAULT, ExporterStoreConfig.DEFAULT);
    }

    /** The same, with places for the keys for encryption and for exporters, which are not looked at yet. */
    public static RegistryStore open(StoreConfig config, KeyStoreConfig keyConfig, ExporterStoreConfig exporterConfig) {
        long end;
        String clusterId;
        try (Admin admin = Admin.create(ClientProperties.admin(config))) {
            SchemasTopic topic = new SchemasTopic(admin, config);
            topic.ensure();
            end = topic.endOffset();
            clusterId = topic.clusterId();
        }
        RegistryStore store = new RegistryStore(config, keyConfig, exporterConfig, clusterId);
        try {
            GrowingHeap.whileReading(end, () -> {
                store.reader.start();
                store.replayed.await(end - 1, config.initTimeoutMs());
            });
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The id of the cluster that holds the topic. */
    public String clusterId() {
        return clusterId;
    }

    /** Becomes the leader under the given URL; when this returns, everything written before is in the state. */
    public void claim(String url) {
        writes.claim(url);
    }

    /** Asks the state. */
    public <T> T read(Function<RegistryState, T> question) {
        return replayed.read(question);
    }

    /** The same, but ends with {@link WouldWaitException} while somebody changes the state. */
    public <T> T readAtOnce(Function<RegistryState, T> question) {
        return replayed.readAtOnce(question);
    }

    /** Asks the state, and says up to which offset of the topic, exclusive, its records have made it what it is. */
    public <T> T readAt(BiFunction<RegistryState, Long, T> question) {
        return replayed.readAt(question);
    }

    /** The keys for encryption; only the instance that leads changes them. */
    public KeyStore keys() {
        return keys;
    }

    /** The exporters; only the instance that leads changes them. */
    public ExporterStore exporters() {
        return exporters;
    }

    /** The records of the topic, to be read again. */
    public SchemasLog log() {
        return new SchemasLog(config);
    }

    /** The name of the topic. */
    public String topic() {
        return config.topic();
    }

    /**
     * Decides and writes; nobody else decides in between. Another thread may run the operation, and may run it again if
     * nothing was written for it; it must not write itself. Readers may have to wait for it.
     */
    public <T> Decision<T> write(Function<RegistryState, Decision<Proposal<T>>> operation) {
        return answered(new WriteRequest<>(operation, true));
    }

    /** The same for an operation that may take long: it is decided alone, and readers need not wait for it. */
    public <T> Decision<T> writeSlowly(Function<RegistryState, Decision<Proposal<T>>> operation) {
        return answered(new WriteRequest<>(operation, false));
    }

    private <T> Decision<T> answered(WriteRequest<T> request) {
        writes.write(request);
        return request.answer();
    }

    /** Whether this instance may write at once, as far as it knows. */
    public boolean leads() {
        return writer.isLeader();
    }

    /** Ends with {@link NotLeaderException} unless the last claim is of this instance's URL. */
    public void requireLeader() {
        writer.requireLeader();
    }

    @Override
    public void close() {
        keys.close();
        exporters.close();
        reader.close();
        writes.close();
    }
}
