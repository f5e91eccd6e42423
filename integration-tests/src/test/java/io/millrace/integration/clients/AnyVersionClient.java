package io.millrace.integration.clients;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a user of Kafka's Java client does, with nothing that came after 0.11 or went before 4.3: makes a topic, writes
 * with every codec, commits two transactions and aborts one, reads what was committed in a group, goes on where it
 * stopped, deletes the topic. Prints {@code done} as its last line; any surprise ends it with a stack trace.
 *
 * <p>Arguments: bootstrap servers, codecs, then settings of the consumer as {@code name=value}.
 */
public final class AnyVersionClient {

    private static final int RECORDS = 100;
    private static final long PATIENCE_MS = 60_000;

    private final String bootstrap;
    private final List<String> codecs;
    private final List<String> consumerSettings;
    private final String topic;

    private AnyVersionClient(String bootstrap, List<String> codecs, List<String> consumerSettings) {
        this.bootstrap = bootstrap;
        this.codecs = codecs;
        this.consumerSettings = consumerSettings;
        this.topic = "client-" + System.nanoTime();
    }

    /** Runs it all. */
    public static void main(String[] arguments) throws Exception {
        List<String> all = Arrays.asList(arguments);
        new AnyVersionClient(all.get(0), Arrays.asList(all.get(1).split(",", -1)), all.subList(2, all.size())).run();
        System.out.println("done");
    }

    private void run() throws Exception {
        try (AdminClient admin = AdminClient.create(common())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            expect("topics", true, admin.listTopics().names().get().contains(topic));
            List<String> sent = new ArrayList<>();
            for (String codec : codecs) {
                sent.addAll(write(codec));
            }
            sent.addAll(transact());
            List<String> first = consume(sent.size() / 2);
            List<String> rest = consume(sent.size() - first.size());
            List<String> read = new ArrayList<>(first);
            read.addAll(rest);
            expect("records read", sorted(sent), sorted(read));
            admin.deleteTopics(Set.of(topic)).all().get();
        }
    }

    private List<String> write(String codec) throws Exception {
        Properties settings = producerSettings();
        settings.put("compression.type", codec);
        settings.put("enable.idempotence", "true");
        settings.put("linger.ms", "20");
        List<String> values = values(codec);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            values.forEach(value -> sent.add(producer.send(new ProducerRecord<>(topic, value, value))));
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
        System.out.println("wrote " + codec);
        return values;
    }

    private List<String> transact() throws Exception {
        Properties settings = producerSettings();
        settings.put("transactional.id", "transactions-of-" + topic);
        List<String> committed = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            producer.initTransactions();
            for (String name : List.of("first", "aborted", "last")) {
                producer.beginTransaction();
                for (String value : values(name)) {
                    producer.send(new ProducerRecord<>(topic, value, value)).get();
                }
                if (name.equals("aborted")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    committed.addAll(values(name));
                }
                System.out.println("transaction " + name);
            }
        }
        return committed;
    }

    /** In the group, from where it stopped; at least this many. Commits exactly what it returns. */
    private List<String> consume(int atLeast) throws ReflectiveOperationException {
        Properties settings = common();
        settings.put("group.id", "group-of-" + topic);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "50");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        for (String setting : consumerSettings) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        List<String> values = new ArrayList<>();
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of(topic));
            while (values.size() < atLeast) {
                if (System.currentTimeMillis() > deadline) {
                    throw new IllegalStateException("read only " + values.size() + " of " + atLeast + " records");
                }
                for (ConsumerRecord<String, String> record : poll(consumer)) {
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        System.out.println("consumed " + values.size());
        return values;
    }

    /** {@code poll(long)} is gone since 4.0, {@code poll(Duration)} came with 2.0. */
    @SuppressWarnings("unchecked") // The method returns what poll returns.
    private static ConsumerRecords<String, String> poll(KafkaConsumer<String, String> consumer)
            throws ReflectiveOperationException {
        try {
            Method poll;
            Object wait;
            try {
                poll = KafkaConsumer.class.getMethod("poll", Duration.class);
                wait = Duration.ofMillis(500);
            } catch (NoSuchMethodException beforeTwo) {
                poll = KafkaConsumer.class.getMethod("poll", long.class);
                wait = 500L;
            }
            return (ConsumerRecords<String, String>) poll.invoke(consumer, wait);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("poll failed", e.getCause());
        }
    }

    private static List<String> values(String name) {
        return IntStream.range(0, RECORDS)
                .mapToObj(number -> name + "-" + number)
                .collect(Collectors.toList());
    }

    private Properties producerSettings() {
        Properties settings = common();
        settings.put("acks", "all");
        settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        return settings;
    }

    private Properties common() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().collect(Collectors.toList());
    }

    private static void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(what + ": expected " + expected + ", got " + actual);
        }
    }
}
