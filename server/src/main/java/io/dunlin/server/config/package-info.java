/**
 * The configuration file: YAML with Prometheus's names, read once at start. Knows nothing of the parts that it
 * configures beyond their option records. Imports Jackson.
 */
package io.dunlin.server.config;
