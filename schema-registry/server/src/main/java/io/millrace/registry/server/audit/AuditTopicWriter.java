package io.millrace.registry.server.audit;

import io.millrace.registry.server.audit.AuditLog.Entry;
import io.millrace.registry.server.storage.StoreConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to the first partition of the audit topic, so that the records have one order, and waits until they are durable. */
final class AuditTopicWriter implements AutoCloseable {
    /** A record is not known to be durable; the message says why. */
    static final class NotWrittenException extends Exception {
        private static final long serialVersionUID = 1L;

        NotWrittenException(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTopicWriter.class);
    private static final long BUFFER_BYTES = 4 << 20;

    private final AuditConfig config;
    private final StoreConfig store;
    private final KafkaProducer<byte[], byte[]> producer;
    private volatile boolean created;

    AuditTopicWriter(AuditConfig config, StoreConfig store) {
        this.config = config;
        this.store = store;
        Map<String, Object> properties = base();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.timeoutMs());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, config.timeoutMs());
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> base() {
        Map<String, Object> properties = new HashMap<>(store.clientProperties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, store.bootstrapServers());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, config.timeoutMs());
        return properties;
    }

    void write(Entry entry) throws NotWrittenException {
        try {
            ensureTopic();
            producer.send(new ProducerRecord<>(config.topic(), 0, entry.key(), entry.value()))
                    .get(config.timeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotWrittenException(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw new NotWrittenException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWrittenException(e);
        }
    }

    /** A topic that exists is taken as it is. */
    private synchronized void ensureTopic() throws ExecutionException, InterruptedException, TimeoutException {
        if (created) {
            return;
        }
        Map<String, Object> properties = base();
        properties.put("default.api.timeout.ms", config.timeoutMs());
        try (Admin admin = Admin.create(properties)) {
            int live = admin.describeCluster()
                    .nodes()
                    .get(config.timeoutMs(), TimeUnit.MILLISECONDS)
                    .size();
            short replicas = (short) Math.max(1, Math.min(store.replicationFactor(), live));
            admin.createTopics(List.of(new NewTopic(config.topic(), 1, replicas)))
                    .all()
                    .get(config.timeoutMs(), TimeUnit.MILLISECONDS);
            LOGGER.atInfo().addKeyValue("topicName", config.topic()).log("created the audit topic");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        created = true;
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(config.timeoutMs()));
    }
}
