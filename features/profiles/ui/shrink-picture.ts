// Scales a photo down before the upload. A file that the browser cannot read is sent as it is: the server decides.
const side = 512

/** A square of at most 512 pixels from the middle of the picture, or the file itself. */
export async function shrinkPicture(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file)
    const cut = Math.min(picture.width, picture.height)
    const size = Math.min(cut, side)
    const canvas = document.createElement('canvas')
    canvas.width = size
    canvas.height = size
    const left = (picture.width - cut) / 2
    const top = (picture.height - cut) / 2
    canvas.getContext('2d')?.drawImage(picture, left, top, cut, cut, 0, 0, size, size)
    picture.close()
    const small = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/webp', 0.9)
    })
    return small ?? file
  } catch {
    return file
  }
}
