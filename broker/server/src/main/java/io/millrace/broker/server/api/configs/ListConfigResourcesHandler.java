package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * ListConfigResources 0-1: topics, this cluster's brokers and their loggers, groups and client metrics subscriptions that
 * have configs (KIP-1142).
 */
public final class ListConfigResourcesHandler implements ApiHandler<ListConfigResourcesRequestData> {

    private static final short FIRST_VERSION_WITH_TYPES = 1;

    private static final byte BROKER_LOGGER = ConfigResource.Type.BROKER_LOGGER.id();

    /** Version 0 asks for the subscriptions of client metrics, and for nothing else. */
    private static final Set<Byte> TYPES_AT_FIRST = Set.of(ConfigTarget.Kind.CLIENT_METRICS.code());

    private static final Set<Byte> TYPES = Set.of(
            ConfigTarget.Kind.TOPIC.code(),
            ConfigTarget.Kind.BROKER.code(),
            BROKER_LOGGER,
            ConfigTarget.Kind.CLIENT_METRICS.code(),
            ConfigTarget.Kind.GROUP.code());

    private final BrokerServices services;

    public ListConfigResourcesHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListConfigResourcesRequestData request) {
        var response = new ListConfigResourcesResponseData();
        if (!services.access().cluster(context, AclOperation.DESCRIBE_CONFIGS)) {
            return Answer.now(response.setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        }
        Set<Byte> served = context.version() < FIRST_VERSION_WITH_TYPES ? TYPES_AT_FIRST : TYPES;
        Collection<Byte> types = request.resourceTypes().isEmpty() ? served : request.resourceTypes();
        if (!served.containsAll(types)) {
            return Answer.now(response.setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
        }
        var image = services.cluster().image();
        if (types.contains(ConfigTarget.Kind.TOPIC.code())) {
            image.topics().byName().keySet().forEach(name -> add(response, ConfigTarget.topic(name)));
        }
        if (types.contains(ConfigTarget.Kind.BROKER.code())) {
            image.brokers().keySet().forEach(id -> add(response, ConfigTarget.broker(id)));
        }
        if (types.contains(BROKER_LOGGER)) {
            image.brokers().keySet().forEach(id -> add(response, BROKER_LOGGER, Integer.toString(id)));
        }
        addConfigured(response, image, types, ConfigTarget.Kind.CLIENT_METRICS);
        addConfigured(response, image, types, ConfigTarget.Kind.GROUP);
        return Answer.now(response);
    }

    /** Those that somebody has given a config; there is no other trace of them. */
    private static void addConfigured(
            ListConfigResourcesResponseData response,
            MetadataImage image,
            Collection<Byte> types,
            ConfigTarget.Kind kind) {
        if (types.contains(kind.code())) {
            image.configs().byTarget().keySet().stream()
                    .filter(target -> target.kind() == kind)
                    .forEach(target -> add(response, target));
        }
    }

    private static void add(ListConfigResourcesResponseData response, ConfigTarget target) {
        add(response, target.kind().code(), target.name());
    }

    private static void add(ListConfigResourcesResponseData response, byte type, String name) {
        response.configResources()
                .add(new ListConfigResourcesResponseData.ConfigResource()
                        .setResourceType(type)
                        .setResourceName(name));
    }
}
