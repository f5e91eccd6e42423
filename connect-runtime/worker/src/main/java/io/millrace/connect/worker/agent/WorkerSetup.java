package io.millrace.connect.worker.agent;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.connector.ConnectorEnvironment;
import io.millrace.connect.worker.letters.DeadLetterDesk;
import io.millrace.connect.worker.preview.PreviewDesk;
import io.millrace.connect.worker.secrets.SecretMemory;
import io.millrace.connect.worker.task.TaskEnvironment;
import org.apache.kafka.clients.admin.Admin;

/** What a worker is put together from, beside the tables that it shares with others. */
public record WorkerSetup(
        WorkerConfig config,
        ClientConfigs clients,
        Plugins plugins,
        ConnectorValidator validator,
        Admin admin,
        TaskEnvironment tasks,
        ConnectorEnvironment connectors,
        DeadLetterDesk letters,
        PreviewDesk previews,
        String kafkaClusterId,
        SecretMemory memory) {}
