package io.dunlin.gpu.pod;

/** A container of a pod. */
public record PodContainer(String pod, String namespace, String container) {}
