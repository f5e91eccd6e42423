package io.millrace.broker.server.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoops;
import io.millrace.broker.server.api.ScriptedCluster;
import io.millrace.broker.server.api.TestingAdministration;
import io.millrace.broker.server.hosting.BrokerIdentity;
import io.millrace.broker.server.hosting.ImageFollower;
import io.millrace.broker.server.hosting.Images;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.hosting.PartitionListener;
import io.millrace.broker.server.hosting.PartitionReconciler;
import io.millrace.broker.server.hosting.PartitionTable;
import io.millrace.broker.server.hosting.ProducerIds;
import io.millrace.broker.server.hosting.ScriptedLogDirectory;
import io.millrace.broker.server.hosting.TopicDefaults;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.FetchLimits;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.RequestHead;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsHandlersTest {

    private static final MetadataImage IMAGE =
            new Images().topic(1, "topic", 1, 0).build();

    @TempDir
    Path directory;

    private final PartitionTable table = new PartitionTable();
    private final List<Runnable> blocking = new ArrayList<>();
    private final List<Runnable> onDisconnect = new ArrayList<>();
    private ScriptedLogDirectory logs;
    private NetworkLoops loops;
    private BrokerServices services;

    @BeforeEach
    void open() {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("handlers-test", 1);
        var site = new PartitionReconciler.Site(
                Images.BROKER_ID, logs, loops.all(), new TopicDefaults(Map.of()), InstantSource.system());
        try (var follower = new ImageFollower(new PartitionReconciler(site, table, new Nobody()), "follower-test")) {
            follower.follow(IMAGE);
        }
        var cluster = new ScriptedCluster(IMAGE, Outcome.DONE);
        services = new BrokerServices(
                new BrokerIdentity(Images.BROKER_ID, "cluster"),
                cluster,
                table,
                new ProducerIds(cluster, Images.BROKER_ID),
                Access.open(),
                new ApiSettings(false, true, 1, 1, new FetchLimits(1 << 20, 10), 2_000, Map.of(), Map.of(), Map.of()),
                blocking::add,
                InstantSource.system(),
                TestingAdministration.of(cluster));
    }

    @AfterEach
    void close() {
        loops.close();
        logs.close();
    }

    private static final class Nobody implements PartitionListener {
        @Override
        public void leading(PartitionHost host) {}

        @Override
        public void gone(PartitionHost host) {}
    }

    @Test
    void endsAFetchWhoseClientIsGone() {
        // Given
        var handler = new FetchHandler(services);
        CompletableFuture<Answer> answer = onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(1)));
        assertThat(answer).isNotDone();

        // When
        onLoop(() -> {
            onDisconnect.forEach(Runnable::run);
            return null;
        });

        // Then
        assertThat(answer).isCompleted();
    }

    @Test
    void answersAtOnceWhenMoreWaitThanThereIsRoomFor() {
        // Given
        var handler = new FetchHandler(services);

        // When
        CompletableFuture<Answer> many = onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(200_001)));
        CompletableFuture<Answer> few = onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(10)));

        // Then
        assertThat(many).isCompleted();
        var response =
                (FetchResponseData) ((Answer.Records) many.join()).whole().get();
        assertThat(response.responses().get(0).partitions()).allMatch(slot -> slot.errorCode() == Errors.NONE.code());
        assertThat(few).isNotDone();
    }

    @Test
    void deletesRecordsOffTheLoop() {
        // Given
        var handler = new DeleteRecordsHandler(services);
        var request = new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsTopic()
                        .setName("topic")
                        .setPartitions(List.of(new DeleteRecordsPartition()
                                .setPartitionIndex(0)
                                .setOffset(0)))));

        // When
        CompletableFuture<Answer> answer = onLoop(() -> handler.handle(context(ApiKeys.DELETE_RECORDS, 2), request));
        onLoop(() -> null);

        // Then
        assertThat(answer).isNotDone();
        assertThat(blocking).hasSize(1);
        blocking.get(0).run();
        var response = (DeleteRecordsResponseData) ((Answer.Message) answer.join()).message();
        assertThat(response.topics().find("topic").partitions().find(0).lowWatermark())
                .isZero();
    }

    private <T> T onLoop(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, loops.all().get(0)).join();
    }

    private RequestContext context(ApiKeys key, int version) {
        return new RequestContext(
                new RequestHead(key, (short) version, 1, "test"),
                null,
                KafkaPrincipal.ANONYMOUS,
                "PLAINTEXT",
                loops.all().get(0),
                onDisconnect::add);
    }

    /** The same partition so many times, with as long a wait as can be asked for. */
    private static FetchRequestData fetch(int times) {
        List<FetchPartition> partitions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            partitions.add(
                    new FetchPartition().setPartition(0).setFetchOffset(0).setPartitionMaxBytes(1_000));
        }
        return new FetchRequestData()
                .setMaxWaitMs(Integer.MAX_VALUE)
                .setMinBytes(1)
                .setMaxBytes(1_000)
                .setTopics(List.of(new FetchTopic().setTopicId(Images.id(1)).setPartitions(partitions)));
    }
}
