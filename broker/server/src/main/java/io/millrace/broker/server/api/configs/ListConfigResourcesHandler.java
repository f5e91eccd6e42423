package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/** ListConfigResources 0-1: topics, this cluster's brokers, groups and client metrics subscriptions that have configs. */
public final class ListConfigResourcesHandler implements ApiHandler<ListConfigResourcesRequestData> {

    private static final short FIRST_VERSION_WITH_TYPES = 1;

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
        var image = services.cluster().image();
        // Version 0 asks for the subscriptions of client metrics, and for nothing else.
        List<Byte> types = context.version() < FIRST_VERSION_WITH_TYPES
                ? List.of(ConfigTarget.Kind.CLIENT_METRICS.code())
                : request.resourceTypes();
        addConfigured(response, image, types, ConfigTarget.Kind.CLIENT_METRICS);
        if (context.version() >= FIRST_VERSION_WITH_TYPES) {
            if (wants(types, ConfigTarget.Kind.TOPIC)) {
                image.topics().byName().keySet().forEach(name -> add(response, ConfigTarget.topic(name)));
            }
            if (wants(types, ConfigTarget.Kind.BROKER)) {
                image.brokers().keySet().forEach(id -> add(response, ConfigTarget.broker(id)));
            }
            addConfigured(response, image, types, ConfigTarget.Kind.GROUP);
        }
        return Answer.now(response);
    }

    /** Those that somebody has given a config; there is no other trace of them. */
    private static void addConfigured(
            ListConfigResourcesResponseData response, MetadataImage image, List<Byte> types, ConfigTarget.Kind kind) {
        if (wants(types, kind)) {
            image.configs().byTarget().keySet().stream()
                    .filter(target -> target.kind() == kind)
                    .forEach(target -> add(response, target));
        }
    }

    private static boolean wants(List<Byte> types, ConfigTarget.Kind kind) {
        return types.isEmpty() || types.contains(kind.code());
    }

    private static void add(ListConfigResourcesResponseData response, ConfigTarget target) {
        response.configResources()
                .add(new ConfigResource().setResourceType(target.kind().code()).setResourceName(target.name()));
    }
}
