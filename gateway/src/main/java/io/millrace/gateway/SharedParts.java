package io.millrace.gateway;

import io.millrace.gateway.http.ByteBudget;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.metrics.GatewayMetrics;
import io.millrace.gateway.records.TopicIds;
import io.millrace.gateway.topics.KnownTopics;
import io.millrace.gateway.topics.RecentTopics;
import io.millrace.gateway.topics.Topics;

/** What writing and reading have in common; one budget holds the bodies of all requests. */
record SharedParts(
        ByteBudget bodies,
        Endpoints endpoints,
        Topics topics,
        RecentTopics recent,
        KnownTopics known,
        TopicIds ids,
        GatewayMetrics metrics) {
    static SharedParts of(GatewayConfig config, Clients clients) {
        ByteBudget bodies = new ByteBudget(config.bodiesBytes());
        RecentTopics recent = new RecentTopics();
        Topics topics = new Topics(clients, recent);
        return new SharedParts(
                bodies,
                new Endpoints(bodies, config.requestBytes(), KafkaProblems::of),
                topics,
                recent,
                new KnownTopics(topics),
                new TopicIds(),
                new GatewayMetrics());
    }
}
