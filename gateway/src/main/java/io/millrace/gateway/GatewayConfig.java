package io.millrace.gateway;

import io.millrace.acls.AuthorizerConfig;
import io.millrace.acls.PrincipalNames;
import io.millrace.gateway.consume.ReadLimits;
import io.millrace.gateway.events.StreamLimits;
import io.millrace.gateway.groups.GroupLimits;
import io.millrace.gateway.http.SocketEndpoint;
import io.millrace.gateway.instances.Instances;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.once.OnceConfig;
import io.millrace.http.BootstrapServers;
import io.millrace.http.ConfigException;
import io.millrace.http.PropertyReader;
import io.millrace.http.listen.ListenAddress;
import io.millrace.http.listen.ListenKeys;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a gateway, read from properties as Confluent's REST Proxy names them; a key that it does not know is
 * refused, with the nearest one named.
 *
 * @param requestBytes the largest body
 * @param bodiesBytes the largest sum of bodies that are in memory
 * @param sockets those that write; times are those of streams that read
 * @param once where answers to requests with keys are kept
 * @param registry the properties of the registry's client, if there is a registry
 */
record GatewayConfig(
        ListenAddress address,
        PrincipalNames names,
        AuthorizerConfig authorizer,
        int connections,
        int requestThreads,
        int requestBytes,
        int bodiesBytes,
        ReadLimits reads,
        StreamLimits streams,
        SocketEndpoint.Limits sockets,
        Instances.Limits instances,
        GroupLimits groups,
        ClientSettings clients,
        OnceConfig once,
        Optional<Map<String, String>> registry) {
    private static final String DEFAULT_LISTENER = "http://127.0.0.1:8082";

    static GatewayConfig of(Map<String, String> properties) {
        properties.keySet().forEach(GatewayKeys::requireKnown);
        PropertyReader reader = new PropertyReader(properties);
        int requestBytes = reader.number("max.request.bytes", 4 << 20, 1024, 1 << 28);
        int bodiesBytes = reader.number("request.buffer.bytes", 32 << 20, 1024, 1 << 30);
        if (bodiesBytes < requestBytes) {
            throw new ConfigException("request.buffer.bytes=" + bodiesBytes + " is less than max.request.bytes="
                    + requestBytes + ", so that such a request would never be taken");
        }
        StreamLimits streams = streams(reader);
        return new GatewayConfig(
                ListenAddress.of(properties, DEFAULT_LISTENER, "read and write every topic"),
                PrincipalNames.of(
                        ListenKeys.PRINCIPAL_RULES, reader.text(ListenKeys.PRINCIPAL_RULES, PrincipalNames.DEFAULT)),
                AuthorizerConfig.of(properties),
                reader.number("max.connections", 2_000, 1, 1_000_000),
                reader.number("request.threads", 16, 1, 1024),
                requestBytes,
                bodiesBytes,
                reads(reader),
                streams,
                new SocketEndpoint.Limits(
                        reader.number("max.write.sockets", 200, 1, 100_000),
                        streams.heartbeatMs(),
                        streams.readTimeoutMs(),
                        streams.lifeMs()),
                new Instances.Limits(
                        reader.number("max.consumer.instances", 100, 1, 100_000),
                        reader.number("consumer.instance.timeout.ms", 300_000, 1_000, 86_400_000),
                        reader.number("consumer.request.timeout.ms", 1_000, 1, 30_000),
                        reads(reader).answerBytes()),
                new GroupLimits(
                        reader.number("max.group.members", 100, 1, 100_000),
                        reader.number("group.session.timeout.ms", 60_000, 6_000, 1_800_000),
                        reads(reader).answerBytes()),
                new ClientSettings(
                        BootstrapServers.addresses(reader.required("bootstrap.servers")),
                        GatewayKeys.ofClients(properties)),
                once(reader),
                RegistryKeys.settings(properties));
    }

    private static StreamLimits streams(PropertyReader reader) {
        return new StreamLimits(
                reader.number("max.event.streams", 100, 1, 100_000),
                reader.number("event.stream.heartbeat.ms", 15_000, 100, 600_000),
                reader.number("event.stream.read.timeout.ms", 60_000, 1_000, 3_600_000),
                reader.number("event.stream.life.ms", 3_600_000, 1_000, 86_400_000),
                reader.number("event.stream.cluster.timeout.ms", 60_000, 10_000, 3_600_000));
    }

    private static ReadLimits reads(PropertyReader reader) {
        int answerBytes = reader.number("consumer.request.max.bytes", 4 << 20, 1024, 1 << 28);
        int answersBytes = reader.number("response.buffer.bytes", 32 << 20, 1024, 1 << 30);
        if (answersBytes < answerBytes) {
            throw new ConfigException("response.buffer.bytes=" + answersBytes
                    + " is less than consumer.request.max.bytes=" + answerBytes
                    + ", so that such an answer would never be given");
        }
        return new ReadLimits(
                reader.number("max.consumers", 200, 1, 100_000),
                reader.number("consumer.threads", 4, 1, 1024),
                answerBytes,
                answersBytes);
    }

    private static OnceConfig once(PropertyReader reader) {
        int replicas = reader.number("idempotency.topic.replication.factor", -1, -1, Short.MAX_VALUE);
        return new OnceConfig(
                reader.text("idempotency.topic", "_gateway_results"),
                reader.number("idempotency.topic.partitions", 8, 1, 128),
                replicas < 1 ? Optional.empty() : Optional.of((short) replicas),
                reader.number("idempotency.retention.ms", 86_400_000, 1_000, Integer.MAX_VALUE),
                reader.number("idempotency.keys.max", 1_000_000, 1, 100_000_000));
    }
}
