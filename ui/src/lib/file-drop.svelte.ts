/** A place that files can be dropped on; its handlers are spread on the element. */
export class FileDrop {
  /** Whether files are held over it. */
  over = $state(false);

  constructor(private readonly take: (files: FileList) => void) {}

  readonly handlers = {
    ondragover: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.over = true;
    },
    ondragleave: () => void (this.over = false),
    ondrop: (event: DragEvent) => {
      this.over = false;
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) this.take(event.dataTransfer.files);
    },
  };
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
