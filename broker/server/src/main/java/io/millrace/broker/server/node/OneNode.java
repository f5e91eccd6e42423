package io.millrace.broker.server.node;

import org.apache.kafka.common.config.ConfigException;

/** What a broker that is alone in its cluster cannot do, told at the start and not at the first write. */
final class OneNode {

    private OneNode() {}

    /** How many copies of each record there shall be: one. Kafka's examples for production ask for three. */
    static int copies(PropertyReader properties, String name) {
        int copies = properties.number(name, 1, 1);
        if (copies > 1) {
            throw new ConfigException(
                    name,
                    copies,
                    "this release runs one node, which keeps one copy of each record; set " + name
                            + "=1 or leave it out");
        }
        return copies;
    }
}
