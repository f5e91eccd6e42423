package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.topics.V3Documents;
import org.apache.kafka.common.config.ConfigResource;

/** Whose configs they are. */
public enum ConfigScope {
    /** Those of the topic in the path. */
    TOPIC("KafkaTopicConfig") {
        @Override
        ConfigResource resource(Exchange exchange) {
            return new ConfigResource(ConfigResource.Type.TOPIC, exchange.part("topic"));
        }

        @Override
        String path(Exchange exchange) {
            return V3Documents.path("topics", exchange.part("topic")) + "/configs";
        }

        @Override
        String name(Exchange exchange) {
            return "/topic=" + exchange.part("topic");
        }

        @Override
        void identify(ObjectNode document, Exchange exchange) {
            document.put("topic_name", exchange.part("topic"));
        }
    },

    /** Those of the broker in the path. */
    BROKER("KafkaBrokerConfig") {
        @Override
        ConfigResource resource(Exchange exchange) {
            return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker(exchange)));
        }

        @Override
        String path(Exchange exchange) {
            return "/brokers/" + broker(exchange) + "/configs";
        }

        @Override
        String name(Exchange exchange) {
            return "/broker=" + broker(exchange);
        }

        @Override
        void identify(ObjectNode document, Exchange exchange) {
            document.put("broker_id", broker(exchange));
        }
    },

    /** Those that all brokers have, unless one has its own. */
    CLUSTER("KafkaClusterConfig") {
        @Override
        ConfigResource resource(Exchange exchange) {
            return new ConfigResource(ConfigResource.Type.BROKER, "");
        }

        @Override
        String path(Exchange exchange) {
            return "/broker-configs";
        }

        @Override
        String name(Exchange exchange) {
            return "/broker-config=BROKER";
        }

        @Override
        void identify(ObjectNode document, Exchange exchange) {
            document.put("config_type", "BROKER");
        }
    };

    private final String kind;

    ConfigScope(String kind) {
        this.kind = kind;
    }

    String kind() {
        return kind;
    }

    abstract ConfigResource resource(Exchange exchange);

    /** Where the configs are, behind the cluster's own path. */
    abstract String path(Exchange exchange);

    /** The owner in names of resources. */
    abstract String name(Exchange exchange);

    /** Says the owner in a document. */
    abstract void identify(ObjectNode document, Exchange exchange);

    /** The id of the broker in the path; 404 where no broker can have it. */
    static int broker(Exchange exchange) {
        String written = exchange.part("broker");
        try {
            int id = Integer.parseInt(written);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw noBroker(written);
        }
        throw noBroker(written);
    }

    static HttpProblemException noBroker(String written) {
        return new HttpProblemException(404, "Broker " + written + " cannot be found");
    }
}
