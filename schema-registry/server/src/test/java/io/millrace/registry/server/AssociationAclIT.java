package io.millrace.registry.server;

import static org.apache.kafka.common.acl.AclOperation.ALTER;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that each operation on associations asks for: with all it is done, and without any one of them it is not. */
class AssociationAclIT {
    private static final String STRONG =
            "{\"associationType\":\"value\",\"lifecycle\":\"STRONG\",\"schema\":{\"schema\":\"\\\"int\\\"\"%s}}";
    private static final String WEAK =
            "{\"associationType\":\"value\",\"lifecycle\":\"WEAK\",\"subject\":\":.:used-value\"}";
    private static final String REFERENCE =
            ",\"references\":[{\"name\":\"p\",\"subject\":\":.:prices-value\",\"version\":1}]";

    @TempDir
    static Path folder;

    private static JudgedRegistries registries;
    private static RegistryServer registry;
    private static RestCaller ann;
    private static RestCaller root;
    private static int topics;

    private String topic;
    private String own;

    @BeforeAll
    static void start() {
        registries = new JudgedRegistries(folder);
        registry = registries.start(Map.of());
        ann = JudgedRegistries.ann(registry);
        root = JudgedRegistries.root(registry);
        for (String subject : List.of("used-value", "prices-value")) {
            assertThat(root.register(subject, "\"int\"").status()).isEqualTo(200);
        }
    }

    @AfterAll
    static void close() {
        if (registry != null) {
            registry.close();
        }
        if (registries != null) {
            registries.close();
        }
    }

    @BeforeEach
    void nameATopic() {
        topic = "t" + ++topics;
        own = ":.n:" + topic;
    }

    @AfterEach
    void forgetAcls() {
        registries.acls().forget();
    }

    /** A right to the topic, or to that of the subject. */
    private record Right(AclOperation operation, String topic) {}

    private static Right to(AclOperation operation, String topic) {
        return new Right(operation, topic);
    }

    private void grant(List<Right> rights) throws InterruptedException {
        registries.acls().forget();
        rights.forEach(each -> registries.allow(each.operation(), each.topic()));
        registries.settle(registry);
    }

    private void needs(Supplier<Reply> call, int status, Right... rights) throws InterruptedException {
        for (Right missing : rights) {
            List<Right> rest = List.of(rights).stream()
                    .filter(each -> !each.equals(missing))
                    .toList();
            if (missing.operation() == DESCRIBE && rest.contains(to(ALTER, missing.topic()))) {
                continue; // who may alter a topic may describe it
            }
            grant(rest);
            Reply reply = call.get();
            int code = reply.errorCode() != 0
                    ? reply.errorCode()
                    : reply.json().at("/results/0/error/error_code").asInt();
            assertThat(code).as("without %s: %s", missing, reply.body()).isEqualTo(40301);
        }
        grant(List.of(rights));
        Reply reply = call.get();
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        if (status == 207) {
            assertThat(reply.json().at("/results/0").has("result"))
                    .as(reply.body())
                    .isTrue();
        }
    }

    private String request(String associations) {
        return "{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"n\",\"resourceId\":\"id-" + topic
                + "\",\"associations\":[" + associations + "]}";
    }

    private String batch(String associations) {
        return "{\"requests\":[" + request(associations) + "]}";
    }

    private String atId(String query) {
        return "/associations/resources/id-" + topic + query;
    }

    private String listed() {
        return root.get(atId("")).body();
    }

    private void associate(String association) {
        Reply made = root.post("/associations", request(association));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
    }

    @Test
    void aWeakOneIsMadeByWhoAltersTheTopicAndWritesTheSubject() throws Exception {
        for (String dryRun : List.of("?dryRun=true", "")) {
            needs(() -> ann.post("/associations" + dryRun, request(WEAK)), 200, to(ALTER, topic), to(WRITE, "used"));
        }
        assertThat(listed()).contains("used-value");
    }

    @Test
    void aStrongOneIsMadeByWhoMayAlsoRegisterItsSchema() throws Exception {
        String strong = STRONG.formatted(REFERENCE);
        needs(
                () -> ann.post("/associations", request(strong)),
                200,
                to(ALTER, topic),
                to(WRITE, own),
                to(READ, "prices"));
        assertThat(listed()).contains(own + "-value");
    }

    @Test
    void theOneThatIsThereHasItsSubjectWhateverTheRequestLeavesOut() throws Exception {
        associate(WEAK);
        needs(() -> ann.put(atId(""), request("{}")), 200, to(ALTER, topic), to(WRITE, "used"));
    }

    @Test
    void aWeakOneIsDeletedByWhoAltersTheTopicAndWritesTheSubject() throws Exception {
        associate(WEAK);
        for (String query : List.of("?dryRun=true", "?cascadeLifecycle=true")) {
            needs(() -> ann.delete(atId(query)), 204, to(DESCRIBE, topic), to(ALTER, topic), to(WRITE, "used"));
        }
        assertThat(listed()).isEqualTo("[]");
        assertThat(root.get("/subjects/used-value/versions").status()).isEqualTo(200);
    }

    @Test
    void aStrongOneIsDeletedByWhoMayDeleteItsSubject() throws Exception {
        associate(STRONG.formatted(""));
        needs(
                () -> ann.delete(atId("?cascadeLifecycle=true")),
                204,
                to(DESCRIBE, topic),
                to(ALTER, topic),
                to(WRITE, own),
                to(DELETE, own));
        assertThat(listed()).isEqualTo("[]");
        assertThat(root.get("/subjects/" + own + "-value/versions?deleted=true").status())
                .isEqualTo(404);
    }

    @Test
    void aBatchAsksForTheRightsOfEachOfItsSteps() throws Exception {
        String create = WEAK.replace("{", "{\"opType\":\"CREATE\",");
        needs(() -> ann.post("/associations:batchMutate", batch(create)), 207, to(ALTER, topic), to(WRITE, "used"));
        needs(
                () -> ann.post("/associations:batchMutate", batch("{\"opType\":\"DELETE\"}")),
                207,
                to(ALTER, topic),
                to(WRITE, "used"));
        assertThat(listed()).isEqualTo("[]");
    }

    @Test
    void ofABatchEachTopicIsJudgedByItself() throws Exception {
        String create = WEAK.replace("{", "{\"opType\":\"CREATE\",");
        String theirs = request(create);
        String mine = theirs.replace(topic, "mine-" + topic);
        grant(List.of(to(ALTER, "mine-" + topic), to(WRITE, "used")));
        Reply reply = ann.post("/associations:batchMutate", "{\"requests\":[" + theirs + "," + mine + "]}");
        assertThat(reply.json().at("/results/0/error/error_code").asInt())
                .as(reply.body())
                .isEqualTo(40301);
        assertThat(reply.json().at("/results/1").has("result")).as(reply.body()).isTrue();
        assertThat(listed()).isEqualTo("[]");
    }

    @Test
    void aBatchThatEndsWhatATopicOwnsAsksForItsDeletion() throws Exception {
        associate(STRONG.formatted(""));
        needs(
                () -> ann.post("/associations:batchMutate", batch("{\"opType\":\"DELETE\",\"cascadeLifecycle\":true}")),
                207,
                to(ALTER, topic),
                to(WRITE, own),
                to(DELETE, own));
        assertThat(listed()).isEqualTo("[]");
    }

    /** Else whoever may write a subject could delete it by giving it to a topic and ending that. */
    @Test
    void whatOneRequestMakesAndEndsAsksForItsDeletion() throws Exception {
        assertThat(root.register(own + "-value", "\"int\"").status()).isEqualTo(200);
        String create = STRONG.formatted("").replaceFirst("\\{", "{\"opType\":\"CREATE\",");
        needs(
                () -> ann.post(
                        "/associations:batchMutate",
                        batch(create + ",{\"opType\":\"DELETE\",\"cascadeLifecycle\":true}")),
                207,
                to(ALTER, topic),
                to(WRITE, own),
                to(DELETE, own));
    }

    @Test
    void anotherTopicsIdGivesNoRightToIt() throws Exception {
        associate(WEAK);
        grant(List.of(to(ALTER, "mine"), to(WRITE, "used"), to(WRITE, "mine")));
        String before = listed();
        String foreign = batch("{\"opType\":\"DELETE\"}").replace("\"" + topic + "\"", "\"mine\"");
        Reply reply = ann.post("/associations:batchMutate", foreign);
        assertThat(reply.json().at("/results/0/error/error_code").asInt()).isEqualTo(40301);
        assertThat(reply.body()).doesNotContain("\"" + topic, " " + topic, "used");
        assertThat(ann.delete(atId("")).status()).as("who does not see it").isEqualTo(404);
        assertThat(listed()).isEqualTo(before);
    }

    @Test
    void noRefusalTellsTheNameOfASubject() throws Exception {
        associate(WEAK);
        grant(List.of(to(ALTER, topic)));
        for (Reply reply : List.of(
                ann.get("/associations/resources/n/" + topic),
                ann.put(atId(""), request("{}")),
                ann.delete(atId("")),
                ann.post("/associations", request(STRONG.formatted(""))))) {
            assertThat(reply.errorCode()).as(reply.body()).isEqualTo(40301);
            assertThat(reply.body()).contains(topic).doesNotContain("used");
        }
    }

    @Test
    void aTopicsAreShownToWhoMayDescribeItAndTheirSubjects() throws Exception {
        associate(WEAK);
        String byName = "{\"requests\":[{\"resourceName\":\"" + topic + "\",\"resourceNamespace\":\"n\"}]}";
        needs(() -> ann.get("/associations/resources/n/" + topic), 200, to(DESCRIBE, topic), to(DESCRIBE, "used"));
        needs(() -> ann.post("/associations:batchGet", byName), 207, to(DESCRIBE, topic), to(DESCRIBE, "used"));
        Reply unread = ann.post("/associations:batchGet?includeSchemas=true", byName);
        assertThat(unread.body()).contains("used-value").doesNotContain("\\\"int\\\"");
        grant(List.of(to(DESCRIBE, topic), to(READ, "used")));
        assertThat(ann.post("/associations:batchGet?includeSchemas=true", byName)
                        .body())
                .contains("\\\"int\\\"");
    }

    @Test
    void listsHaveThoseWhoseTopicAndSubjectTheCallerMayDescribe() throws Exception {
        associate(WEAK);
        List<Supplier<Reply>> lists = List.of(
                () -> ann.get(atId("")),
                () -> ann.get("/associations/resources/n/-"),
                () -> ann.get("/associations/subjects/used-value"),
                () -> ann.get("/schemas?resourceType=topic"),
                () -> ann.get("/schemas:export"),
                () -> ann.post("/associations:batchGet", "{\"requests\":[{\"resourceId\":\"id-" + topic + "\"}]}"));
        String named = "\"resourceName\":\"" + topic + "\"";
        List<Right> all = List.of(to(DESCRIBE, topic), to(READ, "used"));
        grant(all);
        for (Supplier<Reply> each : lists) {
            assertThat(each.get().body()).contains(named);
        }
        for (Right missing : all) {
            grant(all.stream().filter(each -> !each.equals(missing)).toList());
            for (Supplier<Reply> each : lists) {
                assertThat(each.get().body()).as("without %s", missing).doesNotContain(named);
            }
        }
    }
}
