package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import io.millrace.connect.worker.scripted.ScriptedSinkConnector;
import io.millrace.connect.worker.scripted.ScriptedSourceConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

abstract class MetricsSuite extends SingleWorkerSuite {

    private static final List<String> SOURCE_ATTRIBUTES = List.of(
            "source-record-poll-rate",
            "source-record-active-count-avg",
            "poll-batch-max-time-ms",
            "poll-batch-avg-time-ms",
            "transaction-size-min",
            "transaction-size-max",
            "transaction-size-avg");
    private static final List<String> TASK_ATTRIBUTES = List.of(
            "pause-ratio",
            "offset-commit-max-time-ms",
            "offset-commit-avg-time-ms",
            "offset-commit-failure-percentage",
            "batch-size-avg",
            "connector-version",
            "task-class",
            "key-converter-class",
            "key-converter-version",
            "value-converter-class",
            "value-converter-version",
            "header-converter-class",
            "header-converter-version");

    MetricsSuite(BrokerKind broker) {
        super(broker, "measured", Map.of("metrics.lag.interval.ms", "100"));
    }

    @Test
    void hasKafkaConnectsBeansForASourceAndTheirValuesMove() {
        // Given
        Script.of("counted").sourceRecords = 50;

        // When
        create(
                "counted",
                ScriptedSourceConnector.class,
                Map.of(
                        "topic", "counted",
                        "transforms", "drop,keep",
                        "transforms.drop.type", "org.apache.kafka.connect.transforms.Filter",
                        "transforms.drop.predicate", "never",
                        "transforms.keep.type", "org.apache.kafka.connect.transforms.InsertHeader",
                        "transforms.keep.header", "h",
                        "transforms.keep.value.literal", "v",
                        "predicates", "never",
                        "predicates.never.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"));

        // Then
        String source = "type=source-task-metrics,connector=counted,task=0";
        String task = "type=connector-task-metrics,connector=counted,task=0";
        awaitTrue(
                "all written",
                () -> Beans.of("counted").contains("connector=counted,task=0,type=source-task-metrics")
                        && Beans.number(source, "source-record-write-total") == 50);
        assertThat(Beans.number(source, "source-record-poll-total")).isEqualTo(50);
        assertThat(Beans.number(source, "source-record-active-count")).isZero();
        assertThat(Beans.number(source, "source-record-active-count-max")).isGreaterThanOrEqualTo(10);
        assertThat(Beans.number(source, "source-record-write-rate")).isPositive();
        assertThat(Beans.attributes(source)).containsAll(SOURCE_ATTRIBUTES);
        awaitTrue("a commit", () -> Beans.number(task, "offset-commit-success-percentage") == 1);
        assertThat(Beans.number(task, "batch-size-max")).isEqualTo(10);
        assertThat(Beans.number(task, "running-ratio")).isPositive();
        assertThat(Beans.read(task, "status")).isEqualTo("running");
        assertThat(Beans.read(task, "connector-class")).isEqualTo(ScriptedSourceConnector.class.getName());
        assertThat(Beans.read(task, "task-version")).isEqualTo("1.2.3");
        assertThat(Beans.read(task, "connector-type")).isEqualTo("source");
        assertThat(Beans.attributes(task)).containsAll(TASK_ATTRIBUTES);
        assertThat(Beans.read(
                        "type=connector-transform-metrics,connector=counted,task=0,transform=keep", "transform-class"))
                .isEqualTo("org.apache.kafka.connect.transforms.InsertHeader");
        assertThat(Beans.read(
                        "type=connector-predicate-metrics,connector=counted,task=0,predicate=never", "predicate-class"))
                .isEqualTo("org.apache.kafka.connect.transforms.predicates.RecordIsTombstone");
        assertThat(Beans.read("type=connector-metrics,connector=counted", "status"))
                .isEqualTo("running");
        assertThat(Beans.attributes("type=connector-metrics,connector=counted"))
                .containsExactly("connector-class", "connector-type", "connector-version", "status");
    }

    @Test
    void tellsHowFarASinkIsBehindWhileItHangs() {
        // Given
        Topic topic = topic("behind").create(2, Map.of());
        topic.send(0, "k", "1", "2");
        Script script = Script.of("behind");
        create("behind", ScriptedSinkConnector.class, Map.of("topics", "behind"));
        String sink = "type=sink-task-metrics,connector=behind,task=0";
        awaitTrue("both taken", () -> script.delivered.size() == 2);
        awaitTrue("at the end", () -> Beans.number(sink, "sink-record-lag-max") == 0);
        assertThat(Beans.number(sink, "sink-record-lag-max-seconds")).isZero();

        // When
        script.hangIn.add("put");
        topic.send(1, "k", "3", "4", "5");

        // Then
        awaitTrue("three behind", () -> Beans.number(sink, "sink-record-lag-max") == 3);
        awaitTrue("older than nothing", () -> Beans.number(sink, "sink-record-lag-max-seconds") > 0);

        // When
        script.hangIn.clear();
        script.release.countDown();

        // Then
        awaitTrue("at the end again", () -> Beans.number(sink, "sink-record-lag-max") == 0);
        assertThat(Beans.number(sink, "sink-record-read-total")).isEqualTo(5);
        assertThat(Beans.number(sink, "sink-record-send-total")).isEqualTo(5);
        assertThat(Beans.number(sink, "partition-count")).isEqualTo(2);
        awaitTrue("all committed", () -> Beans.number(sink, "sink-record-active-count") == 0);
        assertThat(Beans.number(sink, "offset-commit-seq-no")).isPositive();
        assertThat(Beans.number(sink, "offset-commit-completion-total")).isPositive();
        assertThat(Beans.attributes(sink))
                .contains(
                        "sink-record-read-rate",
                        "sink-record-send-rate",
                        "sink-record-active-count-max",
                        "sink-record-active-count-avg",
                        "offset-commit-completion-rate",
                        "offset-commit-skip-rate",
                        "offset-commit-skip-total",
                        "put-batch-max-time-ms",
                        "put-batch-avg-time-ms");
    }

    @Test
    void isAtTheEndThoughATransactionMarkerIsTheLastThingInTheTopic() {
        // Given
        topic("marked").create(1, Map.of());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", "marked"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>("marked", "v"));
            producer.commitTransaction();
        }

        // When
        create("marked", ScriptedSinkConnector.class, Map.of("topics", "marked"));

        // Then
        awaitTrue("taken", () -> Script.of("marked").delivered.size() == 1);
        awaitTrue(
                "at the end",
                () -> Beans.number("type=sink-task-metrics,connector=marked,task=0", "sink-record-lag-max") == 0);
    }

    @Test
    void countsWhatGoesWrongWithRecords() {
        // Given
        Topic topic = topic("troubled").create(1, Map.of());
        topic.send(0, "k", "1", "x", "2");

        // When
        Script.of("troubled").putFailures.add(new RetriableException("later"));
        create(
                "troubled",
                ScriptedSinkConnector.class,
                Map.of(
                        "topics", "troubled",
                        "transforms", "cast",
                        "transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value",
                        "transforms.cast.spec", "int32",
                        "errors.tolerance", "all",
                        "errors.log.enable", "true",
                        "errors.deadletterqueue.topic.name", "troubled-dead",
                        "errors.deadletterqueue.topic.replication.factor", "1"));

        // Then
        String errors = "type=task-error-metrics,connector=troubled,task=0";
        awaitTrue("the good ones", () -> Script.of("troubled").delivered.size() == 2);
        for (String one : List.of(
                "total-record-failures",
                "total-record-errors",
                "total-records-skipped",
                "total-errors-logged",
                "deadletterqueue-produce-requests")) {
            assertThat(Beans.number(errors, one)).as(one).isEqualTo(1);
        }
        assertThat(Beans.number(errors, "total-retries")).isZero();
        assertThat(Beans.number(errors, "deadletterqueue-produce-failures")).isZero();
        assertThat(Beans.number(errors, "last-error-timestamp")).isPositive();
    }

    @Test
    void leavesNothingBehindWhenTasksAreRestartedAndConnectorsDeleted() {
        // Given
        Script.of("fleeting").sourceRecords = 10;
        create("fleeting", ScriptedSourceConnector.class, Map.of("topic", "fleeting"));
        worker().awaitTask("fleeting", 0, Lifecycle.RUNNING);
        Set<String> beans = Beans.of("fleeting");
        int metrics = worker().worker().metrics().registry().metrics().size();
        double attempts = Beans.number("type=connect-worker-metrics", "task-startup-attempts-total");

        // When
        for (int round = 1; round <= 3; round++) {
            int starts = round + 1;
            join(worker().control().restartTask(new TaskId("fleeting", 0)));
            awaitTrue(
                    "started again",
                    () -> Script.of("fleeting").calls.stream()
                                    .filter(call -> call.startsWith("started at"))
                                    .count()
                            == starts);
            worker().awaitTask("fleeting", 0, Lifecycle.RUNNING);
        }

        // Then
        assertThat(Beans.of("fleeting")).isEqualTo(beans).hasSize(5);
        assertThat(worker().worker().metrics().registry().metrics()).hasSize(metrics);
        assertThat(Beans.number("type=connect-worker-metrics", "task-startup-attempts-total"))
                .isGreaterThanOrEqualTo(attempts + 3);

        // When
        join(worker().control().deleteConnector("fleeting"));

        // Then
        awaitTrue("no beans", () -> Beans.of("fleeting").isEmpty());
    }

    @Test
    void tellsOfTheWorkerAndItsGroup() {
        // Given
        Script.of("hosted").sourceRecords = 10;
        create("hosted", ScriptedSourceConnector.class, Map.of("topic", "hosted"));
        worker().awaitTask("hosted", 0, Lifecycle.RUNNING);

        // Then
        String own = "type=connect-worker-metrics";
        assertThat(Beans.number(own, "task-count")).isPositive();
        assertThat(Beans.number(own, "connector-count")).isPositive();
        assertThat(Beans.number(own, "connector-startup-success-total")).isPositive();
        assertThat(Beans.attributes(own))
                .contains(
                        "connector-startup-attempts-total",
                        "connector-startup-failure-total",
                        "connector-startup-success-percentage",
                        "connector-startup-failure-percentage",
                        "task-startup-success-total",
                        "task-startup-failure-total",
                        "task-startup-success-percentage",
                        "task-startup-failure-percentage");
        String counts = "type=connect-worker-metrics,connector=hosted";
        assertThat(Beans.number(counts, "connector-total-task-count")).isEqualTo(1);
        assertThat(Beans.number(counts, "connector-running-task-count")).isEqualTo(1);
        assertThat(Beans.number(counts, "connector-failed-task-count")).isZero();
        assertThat(Beans.attributes(counts))
                .contains(
                        "connector-paused-task-count",
                        "connector-unassigned-task-count",
                        "connector-destroyed-task-count",
                        "connector-restarting-task-count");
        assertThat(Beans.attributes(
                        "type=app-info,id=" + ObjectName.quote(worker().worker().workerId())))
                .contains("Version", "CommitId", "StartTimeMs");
        String rebalances = "type=connect-worker-rebalance-metrics";
        assertThat(Beans.number(rebalances, "completed-rebalances-total")).isPositive();
        assertThat(Beans.number(rebalances, "epoch"))
                .isEqualTo(worker().worker().generation());
        assertThat(Beans.number(rebalances, "rebalancing")).isZero();
        assertThat((String) Beans.read(rebalances, "leader-name"))
                .contains(worker().worker().workerId());
        assertThat(Beans.number(rebalances, "time-since-last-rebalance-ms")).isNotNegative();
        assertThat(Beans.attributes(rebalances))
                .contains("connect-protocol", "rebalance-max-time-ms", "rebalance-avg-time-ms");
    }

    @Test
    void reportsToWhomThePropertiesName() {
        // Given
        Map<String, String> reported = Map.of(
                "metric.reporters", KeepingReporter.class.getName(),
                "metrics.num.samples", "3",
                "metrics.sample.window.ms", "1000",
                "metrics.context.place", "here");

        // When
        try (TestingWorker other = new TestingWorker(bootstrapServers(), "reported", reported)) {
            // Then
            assertThat(KeepingReporter.configured).containsEntry("group.id", "reported");
            assertThat(KeepingReporter.labels)
                    .containsEntry("place", "here")
                    .containsEntry("connect.group.id", "reported");
            assertThat(KeepingReporter.names).contains("connector-count");
            assertThat(other.worker().metrics().registry().config().samples()).isEqualTo(3);
            assertThat(other.worker().metrics().registry().config().timeWindowMs())
                    .isEqualTo(1000);
        }
        assertThatThrownBy(
                        () -> new TestingWorker(bootstrapServers(), "reported", Map.of("metric.reporters", "no.Such")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("metric.reporters")
                .hasMessageContaining("no.Such");
    }

    private void create(String name, Class<?> connector, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>(extra);
        config.put("connector.class", connector.getName());
        worker().create(name, config);
    }

    /** Keeps what it is told; the clients of the worker make instances too, which are told less. */
    public static final class KeepingReporter implements MetricsReporter {

        private static final Map<String, Object> configured = new java.util.concurrent.ConcurrentHashMap<>();
        private static final Map<String, String> labels = new java.util.concurrent.ConcurrentHashMap<>();
        private static final Set<String> names = java.util.concurrent.ConcurrentHashMap.newKeySet();

        @Override
        public void configure(Map<String, ?> configs) {
            if (configs.containsKey("config.storage.topic")) {
                configured.putAll(configs);
            }
        }

        @Override
        public void contextChange(org.apache.kafka.common.metrics.MetricsContext context) {
            labels.putAll(context.contextLabels());
        }

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            names.add(metric.metricName().name());
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {}
    }
}
