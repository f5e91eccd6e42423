package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.AuthorizedOperations;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.Errors;

/** DescribeCluster 0-2: the cluster's id and its brokers. Controllers have no endpoint of their own here. */
final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequestData> {

    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final BrokerServices services;

    DescribeClusterHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeClusterRequestData request) {
        if (request.endpointType() != BROKERS) {
            boolean known = request.endpointType() == CONTROLLERS;
            return Answer.now(new DescribeClusterResponseData()
                    .setErrorCode((known ? Errors.MISMATCHED_ENDPOINT_TYPE : Errors.UNSUPPORTED_ENDPOINT_TYPE).code())
                    .setErrorMessage(
                            known
                                    ? "This listener belongs to a broker; ask for broker endpoints."
                                    : "Unsupported endpoint type " + request.endpointType())
                    .setEndpointType(BROKERS));
        }
        MetadataImage image = services.cluster().image();
        var response = new DescribeClusterResponseData()
                .setClusterId(image.clusterId())
                .setControllerId(services.identity().nodeId())
                .setEndpointType(BROKERS)
                .setClusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? services.access().clusterOperations(context)
                                : AuthorizedOperations.NOT_ASKED);
        for (BrokerImage broker : image.brokers().values()) {
            if (broker.fenced() && !request.includeFencedBrokers()) {
                continue;
            }
            broker.endpoint(context.listener()).ifPresent(endpoint -> response.brokers()
                    .add(new DescribeClusterBroker()
                            .setBrokerId(broker.brokerId())
                            .setHost(endpoint.host())
                            .setPort(endpoint.port())
                            .setRack(broker.rack().orElse(null))
                            .setIsFenced(broker.fenced())));
        }
        return Answer.now(response);
    }
}
