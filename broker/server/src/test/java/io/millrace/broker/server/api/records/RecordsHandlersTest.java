package io.millrace.broker.server.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.hosting.Images;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ClientSoftware;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.RequestHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    @TempDir
    Path directory;

    private final List<Runnable> blocking = new ArrayList<>();
    private final List<Runnable> onDisconnect = new ArrayList<>();
    private TestingSite site;

    @BeforeEach
    void open() {
        site = new TestingSite(directory, blocking::add);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void endsAFetchWhoseClientIsGone() {
        // Given
        var handler = new FetchHandler(site.services());
        CompletableFuture<Answer> answer = site.onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(1)));
        assertThat(answer).isNotDone();

        // When
        site.onLoop(() -> {
            onDisconnect.forEach(Runnable::run);
            return null;
        });

        // Then
        assertThat(answer).isCompleted();
    }

    @Test
    void answersAtOnceWhenMoreWaitThanThereIsRoomFor() {
        // Given
        var handler = new FetchHandler(site.services());

        // When
        CompletableFuture<Answer> many = site.onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(200_001)));
        CompletableFuture<Answer> few = site.onLoop(() -> handler.handle(context(ApiKeys.FETCH, 18), fetch(10)));

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
        var handler = new DeleteRecordsHandler(site.services());
        var request = new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsTopic()
                        .setName(TestingSite.TOPIC)
                        .setPartitions(List.of(new DeleteRecordsPartition()
                                .setPartitionIndex(0)
                                .setOffset(0)))));

        // When
        CompletableFuture<Answer> answer =
                site.onLoop(() -> handler.handle(context(ApiKeys.DELETE_RECORDS, 2), request));
        site.onLoop(() -> null);

        // Then
        assertThat(answer).isNotDone();
        assertThat(blocking).hasSize(1);
        blocking.get(0).run();
        var response = (DeleteRecordsResponseData) ((Answer.Message) answer.join()).message();
        assertThat(response.topics().find("topic").partitions().find(0).lowWatermark())
                .isZero();
    }

    private RequestContext context(ApiKeys key, int version) {
        return new RequestContext(
                new RequestHead(key, (short) version, 1, "test"),
                null,
                KafkaPrincipal.ANONYMOUS,
                "PLAINTEXT",
                new ClientSoftware(),
                site.loop(),
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
