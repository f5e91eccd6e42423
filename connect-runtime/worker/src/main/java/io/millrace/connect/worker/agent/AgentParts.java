package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.connector.ConnectorEnvironment;
import io.millrace.connect.worker.task.Tasks;

/** What an agent acts with. */
record AgentParts(Tasks tasks, ConnectorEnvironment connectors, CommandQueue queue, TopicTracker topics) {}
