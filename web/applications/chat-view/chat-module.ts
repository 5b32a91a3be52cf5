import '../../common/write-box.css'
import './chat.css'
import './pending.css'
import './typing-line.css'
import './unsent.css'
import './composer.css'

export { chat as rules } from '../../../server/applications/chat.ts'
export { chatView as view } from './chat-view.tsx'
