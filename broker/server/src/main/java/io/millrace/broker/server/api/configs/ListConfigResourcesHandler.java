package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.image.ConfigTarget;
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

/** ListConfigResources 0-1: topics, this cluster's brokers and the groups that have configs. */
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
        // Version 0 asks for client metrics subscriptions, of which there are none.
        if (context.version() >= FIRST_VERSION_WITH_TYPES) {
            var image = services.cluster().image();
            List<Byte> types = request.resourceTypes();
            if (wants(types, ConfigTarget.Kind.TOPIC)) {
                image.topics().byName().keySet().forEach(name -> add(response, ConfigTarget.topic(name)));
            }
            if (wants(types, ConfigTarget.Kind.BROKER)) {
                image.brokers().keySet().forEach(id -> add(response, ConfigTarget.broker(id)));
            }
            if (wants(types, ConfigTarget.Kind.GROUP)) {
                image.configs().byTarget().keySet().stream()
                        .filter(target -> target.kind() == ConfigTarget.Kind.GROUP)
                        .forEach(target -> add(response, target));
            }
        }
        return Answer.now(response);
    }

    private static boolean wants(List<Byte> types, ConfigTarget.Kind kind) {
        return types.isEmpty() || types.contains(kind.code());
    }

    private static void add(ListConfigResourcesResponseData response, ConfigTarget target) {
        response.configResources()
                .add(new ConfigResource().setResourceType(target.kind().code()).setResourceName(target.name()));
    }
}
