package io.millrace.broker.server.api.topics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.api.ScriptedCluster;
import io.millrace.broker.server.api.TestingAdministration;
import io.millrace.broker.server.api.groups.FindCoordinatorHandler;
import io.millrace.broker.server.hosting.BrokerIdentity;
import io.millrace.broker.server.hosting.PartitionTable;
import io.millrace.broker.server.hosting.ProducerIds;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ClientSoftware;
import io.millrace.broker.server.request.FetchLimits;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.RequestHead;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AutomaticCreationTest {

    private final ScriptedCluster cluster = new ScriptedCluster(
            MetadataImage.EMPTY, Outcome.refused(Errors.INVALID_REPLICATION_FACTOR, "three are more than one"));
    private final BrokerServices services = new BrokerServices(
            new BrokerIdentity(1, "cluster"),
            cluster,
            new PartitionTable(),
            new ProducerIds(cluster, 1),
            Access.open(),
            new ApiSettings(true, true, 1, 3, new FetchLimits(1 << 20, 10), 2_000, Map.of(), Map.of(), Map.of()),
            Runnable::run,
            InstantSource.system(),
            TestingAdministration.of(cluster));
    private final TopicCreation creation = new TopicCreation(
            cluster,
            services.settings(),
            new TopicCreation.OffsetsTopic(50, 3, 1 << 20),
            new TopicCreation.TransactionsTopic(50, 3, 2, 1 << 20));
    private final Logger logger = (Logger) LoggerFactory.getLogger(TopicCreation.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(logged);
    }

    @Test
    void tellsProducersWhyTheirTopicCannotBe() {
        // Given
        var request = new MetadataRequestData().setAllowAutoTopicCreation(true);
        request.topics().add(new MetadataRequestTopic().setName("wanted"));

        for (int i = 0; i < 3; i++) {
            // When
            var response = (MetadataResponseData)
                    answer(new MetadataHandler(services, creation).handle(context(ApiKeys.METADATA, 12), request));

            // Then
            assertThat(response.topics().find("wanted").errorCode())
                    .isEqualTo(Errors.INVALID_REPLICATION_FACTOR.code());
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("topic=wanted", "INVALID_REPLICATION_FACTOR", "three are more than one");
    }

    @Test
    void tellsConsumersWhyTheyHaveNoCoordinator() {
        // Given
        var handler = new FindCoordinatorHandler(services, creation);
        var one = new FindCoordinatorRequestData().setKey("group");
        var many = new FindCoordinatorRequestData().setCoordinatorKeys(List.of("a", "b"));

        // When
        var single = (FindCoordinatorResponseData) answer(handler.handle(context(ApiKeys.FIND_COORDINATOR, 3), one));
        var several = (FindCoordinatorResponseData) answer(handler.handle(context(ApiKeys.FIND_COORDINATOR, 6), many));

        // Then
        assertThat(single.errorCode()).isEqualTo(Errors.INVALID_REPLICATION_FACTOR.code());
        assertThat(single.errorMessage()).isEqualTo("three are more than one");
        assertThat(several.coordinators())
                .hasSize(2)
                .allMatch(found -> found.errorCode() == Errors.INVALID_REPLICATION_FACTOR.code());
        assertThat(logged.list).hasSize(1);
    }

    private static RequestContext context(ApiKeys key, int version) {
        return new RequestContext(
                new RequestHead(key, (short) version, 1, "test"),
                null,
                KafkaPrincipal.ANONYMOUS,
                "PLAINTEXT",
                new ClientSoftware(),
                null,
                task -> {});
    }

    private static ApiMessage answer(CompletableFuture<Answer> answer) {
        return ((Answer.Message) answer.join()).message();
    }
}
