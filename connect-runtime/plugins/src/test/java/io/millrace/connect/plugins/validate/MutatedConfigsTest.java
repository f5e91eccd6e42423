package io.millrace.connect.plugins.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.TestingPlugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.testing.FuzzBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Configurations with keys and values exchanged, mixed and mutilated, of real connectors. Each has a verdict or a reason
 * to be refused, no secret in it, and no answer that would be the server's fault. A few thousand in the build; {@code
 * integration-tests/fuzz/run --target connect-configs --long} tries 1,000,000.
 */
class MutatedConfigsTest {
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_122);
    private static final int RUNS = 3_000;
    private static final String SECRET = "canary-of-a-provider";

    /** One in so many has a value of a megabyte, which takes its time. */
    private static final int LARGE_EVERY = 2_000;

    private static final List<Map<String, String>> SEEDS = List.of(
            Map.of(
                    "connector.class", "FileStreamSource",
                    "file", "/tmp/none",
                    "topic", "t",
                    "transforms", "a,b",
                    "transforms.a.type", "org.apache.kafka.connect.transforms.RegexRouter",
                    "transforms.a.regex", "(.*)",
                    "transforms.a.replacement", "x$1",
                    "transforms.b.type", "org.apache.kafka.connect.transforms.HoistField$Value",
                    "transforms.b.field", "f"),
            Map.of(
                    "connector.class", "FileStreamSink",
                    "file", "/tmp/none",
                    "topics", "t",
                    "errors.tolerance", "all",
                    "errors.deadletterqueue.topic.name", "dead",
                    "consumer.override.sasl.jaas.config",
                            "org.apache.kafka.common.security.plain.PlainLoginModule required;",
                    "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                    "value.converter.schemas.enable", "false"),
            Map.of(
                    "connector.class", "FileStreamSource",
                    "file", "/tmp/none",
                    "topic", "t",
                    "predicates", "p",
                    "predicates.p.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
                    "predicates.p.pattern", "a.*",
                    "topic.creation.groups", "g",
                    "topic.creation.default.partitions", "1",
                    "exactly.once.support", "requested",
                    "connection.url", "jdbc:postgresql://h/d?user=u"));

    private static final List<String> ODDITIES = List.of(
            "",
            " ",
            "\0",
            "\r\n",
            "-1",
            "0",
            "1e400",
            "NaN",
            "2147483648",
            "9223372036854775808",
            "true",
            "null",
            "${",
            "}",
            "${file:",
            "${file::}",
            "${${file:x:y}}",
            "(",
            "[",
            "*",
            "\\",
            ",",
            ",,",
            "a,a",
            "a,",
            "\u20ac",
            "\ud83d",
            "java.lang.Runtime",
            "java.util.HashMap",
            "org.apache.kafka.connect.sink.SinkTask",
            "FileStreamSink",
            "$Value",
            "jdbc:",
            "jdbc:h2:mem:x;INIT=x",
            "evil.Module required",
            "\"",
            "'",
            "[hidden]",
            "[1.0,",
            "latest",
            "(a+)+$",
            "%s%n",
            "../../etc/passwd");

    private static final List<String> KEYS = List.of(
            "name",
            "tasks.max",
            "transforms",
            "predicates",
            "key.converter",
            "header.converter",
            "connector.plugin.version",
            "transforms.a.predicate",
            "transforms.a.negate",
            "errors.retry.timeout",
            "topics.regex",
            "config.action.reload",
            "producer.override.acks",
            "admin.override.config.providers",
            "offsets.storage.topic",
            "transaction.boundary",
            "topic.creation.default.replication.factor",
            "value.converter.",
            "transforms..type",
            "",
            "\u20ac",
            "a\nb");

    @TempDir
    Path folder;

    @Test
    void everyConfigurationHasAVerdictOrAReason() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("s.properties"), "word=" + SECRET + "\n");
        Map<String, String> worker = Map.of(
                "config.providers", "file",
                "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
                "config.providers.file.param.allowed.paths", folder.toString());
        Random random = new Random(SEED);
        FuzzBudget budget = FuzzBudget.of(RUNS);
        int valid = 0;
        int invalid = 0;
        int refused = 0;
        try (Plugins plugins = Plugins.open(List.of(TestingPlugins.thirdParty()));
                SecretResolver secrets = SecretResolver.open(plugins, worker);
                ConnectorValidator validator =
                        new ConnectorValidator(plugins, secrets, worker, Duration.ofMinutes(2))) {
            while (budget.next()) {
                // When
                int round = budget.done() - 1;
                Map<String, String> config =
                        mutated(SEEDS.get(round % SEEDS.size()), "${file:" + file + ":word}", random);
                if (round % LARGE_EVERY == LARGE_EVERY - 1) {
                    config.put("note", "v".repeat(1_000_000));
                }
                try {
                    ConfigInfos verdict = validator.validate(config).get(4, TimeUnit.MINUTES);

                    // Then
                    assertThat(String.join("\n", verdict.errors()))
                            .as("seed %d round %d", SEED, round)
                            .doesNotContain(SECRET);
                    if (verdict.errorCount() == 0) {
                        valid++;
                    } else {
                        invalid++;
                    }
                } catch (ExecutionException | CompletionException e) {
                    assertThat(e.getCause())
                            .as("seed %d round %d: %s", SEED, round, shortened(config))
                            .isInstanceOf(ConfigException.class);
                    assertThat(e.getCause().getMessage()).doesNotContain(SECRET);
                    refused++;
                }
            }
        }
        assertThat(budget.done()).isPositive();
        if (budget.done() >= RUNS) {
            assertThat(List.of(valid, invalid, refused)).as("of each some").doesNotContain(0);
        }
        System.out.printf(
                "FUZZ connect configs: seed %d, %,d validations: %,d valid, %,d with errors, %,d refused%n",
                SEED, budget.done(), valid, invalid, refused);
    }

    private static Map<String, String> mutated(Map<String, String> seed, String reference, Random random) {
        Map<String, String> config = new HashMap<>(seed);
        config.put("name", "m");
        List<String> keys = new ArrayList<>(seed.keySet());
        keys.sort(null);
        for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(8)) {
                case 0 -> config.remove(key);
                case 1 -> config.put(key, any(ODDITIES, random));
                case 2 -> config.put(any(KEYS, random), any(ODDITIES, random));
                case 3 -> config.put(key, config.get(keys.get(random.nextInt(keys.size()))));
                case 4 -> config.put(key, broken(String.valueOf(config.get(key)), random));
                case 5 -> config.put(broken(key, random), config.get(key));
                case 6 -> config.put(random.nextBoolean() ? key : any(KEYS, random), reference);
                default -> config.put(key, config.get(key) + any(ODDITIES, random));
            }
        }
        return config;
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> broken.setLength(at);
            case 1 -> broken.insert(at, any(ODDITIES, random));
            default -> broken.insert(at, (char) random.nextInt(0x10000));
        }
        return broken.toString();
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String shortened(Map<String, String> config) {
        String text = config.toString();
        return text.length() > 2_000 ? text.substring(0, 2_000) : text;
    }
}
