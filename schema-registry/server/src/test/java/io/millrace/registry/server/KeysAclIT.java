package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and change keys for encryption, over our broker. */
class KeysAclIT {
    private static final String KEKS = "/dek-registry/v1/keks";
    private static final String DEK = "{\"subject\":\"orders-value\",\"encryptedKeyMaterial\":\"bTE=\"}";

    @TempDir
    static Path folder;

    @Test
    void keksAreTheClustersAndDeksThoseOfTheirSubject() throws Exception {
        try (JudgedRegistries registries = new JudgedRegistries(folder);
                RegistryServer registry = registries.start(Map.of())) {
            RestCaller ann = JudgedRegistries.ann(registry);
            RestCaller root = JudgedRegistries.root(registry);
            assertThat(root.post(KEKS, KeysIT.KEK).status()).isEqualTo(200);
            assertThat(root.post(KEKS + "/k/deks", DEK).status()).isEqualTo(200);
            assertThat(root.post(KEKS + "/k/deks", KeysIT.DEK).status()).isEqualTo(200);

            registries.settle(registry);
            for (String path : new String[] {KEKS, KEKS + "/k", KEKS + "/k/deks/orders-value", KEKS + "/k/deks/s"}) {
                assertThat(ann.get(path).errorCode()).as(path).isEqualTo(40301);
            }
            assertThat(ann.get(KEKS + "/k/deks").body()).isEqualTo("[]");
            assertThat(ann.post(KEKS, KeysIT.KEK).errorCode()).isEqualTo(40301);
            assertThat(ann.put(KEKS + "/k", "{}").errorCode()).isEqualTo(40301);
            assertThat(ann.delete(KEKS + "/k").errorCode()).isEqualTo(40301);
            assertThat(ann.post(KEKS + "/k/test", "").errorCode()).isEqualTo(40301);
            assertThat(ann.post(KEKS + "/k/deks", DEK).errorCode()).isEqualTo(40301);
            assertThat(ann.get("/exporters").errorCode()).isEqualTo(40301);

            registries.allow(AclOperation.READ, "orders");
            registries.settle(registry);
            assertThat(ann.get(KEKS + "/k/deks/orders-value").status()).isEqualTo(200);
            assertThat(ann.get(KEKS + "/k/deks/orders-value/versions/latest").status())
                    .isEqualTo(200);
            assertThat(ann.get(KEKS + "/k/deks").body()).isEqualTo("[\"orders-value\"]");
            assertThat(ann.post(KEKS + "/k/deks", DEK).errorCode()).isEqualTo(40301);
            assertThat(ann.post(KEKS + "/k/deks/orders-value", DEK).errorCode()).isEqualTo(40301);
            assertThat(ann.delete(KEKS + "/k/deks/orders-value").errorCode()).isEqualTo(40301);

            registries.allow(AclOperation.WRITE, "orders");
            registries.settle(registry);
            assertThat(ann.post(KEKS + "/k/deks", DEK).status()).isEqualTo(200);
            assertThat(ann.post(KEKS + "/k/deks/orders-value", DEK).status()).isEqualTo(200);
            assertThat(ann.post(KEKS + "/k/deks", KeysIT.DEK).errorCode()).isEqualTo(40301);
            assertThat(ann.post(KEKS + "/k/deks/orders-value/undelete", "").status())
                    .isEqualTo(204);
            assertThat(ann.delete(KEKS + "/k/deks/orders-value").errorCode()).isEqualTo(40301);

            registries.allow(AclOperation.DELETE, "orders");
            registries.acls().allow("ann", AclOperation.DESCRIBE_CONFIGS, ResourceType.CLUSTER, "kafka-cluster");
            registries.settle(registry);
            assertThat(ann.delete(KEKS + "/k/deks/orders-value/versions/1").status())
                    .isEqualTo(204);
            assertThat(ann.get(KEKS + "/k").status()).isEqualTo(200);
            assertThat(ann.put(KEKS + "/k", "{}").errorCode()).isEqualTo(40301);

            registries.acls().allow("ann", AclOperation.ALTER_CONFIGS, ResourceType.CLUSTER, "kafka-cluster");
            registries.settle(registry);
            assertThat(ann.put(KEKS + "/k", "{}").status()).isEqualTo(200);
        }
    }
}
